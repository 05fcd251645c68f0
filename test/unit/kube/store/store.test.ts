import * as fc from "fast-check";
import { beforeEach, describe, expect, test } from "vitest";
import {
  createStore,
  type Store,
  type StoreEvent,
  type StoreWriter,
} from "../../../../src/kube/store/store.ts";
import { type Thing, thing } from "../support/objects.ts";

let store: Store<Thing> & StoreWriter<Thing>;
let seen: string[];
let errors: unknown[];

const describeEvent = ({ type, object, old, initial }: StoreEvent<Thing>): string => {
  const { name, resourceVersion, uid } = object.metadata ?? {};
  const before = old ? ` was ${old.metadata?.resourceVersion}` : "";
  return `${type} ${name}@${resourceVersion} ${uid}${before}${initial ? " initial" : ""}`;
};

const versionOf = (key: string): string | undefined => store.get(key)?.metadata?.resourceVersion;

beforeEach(() => {
  seen = [];
  errors = [];
  store = createStore<Thing>({
    indexes: { app: (object) => Object.values(object.metadata?.labels ?? {}) },
    onHandlerError: (error) => errors.push(error),
  });
  store.subscribe((event) => seen.push(describeEvent(event)));
});

describe("watch events", () => {
  beforeEach(async () => {
    await store.replace([thing("a", 5)], "10");
    seen.length = 0;
  });

  test("the first full read is initial, what follows is not", async () => {
    const fresh = createStore<Thing>({ onHandlerError: () => undefined });
    const events: string[] = [];
    fresh.subscribe((event) => events.push(describeEvent(event)));
    await fresh.replace([thing("a", 5)], "10");
    await fresh.replace([thing("a", 5), thing("b", 11)], "11");
    expect(events).toEqual(["Added a@5 uid-a initial", "Added b@11 uid-b"]);
  });

  test("go in by order", () => {
    store.apply("ADDED", thing("b", 11));
    store.apply("MODIFIED", thing("a", 12));
    store.apply("DELETED", thing("a", 13));
    expect(seen).toEqual(["Added b@11 uid-b", "Modified a@12 uid-a was 5", "Deleted a@13 uid-a"]);
    expect(store.list()).toEqual([thing("b", 11)]);
    expect(store.size).toBe(1);
  });

  test("a duplicate or an older one changes nothing", () => {
    store.apply("MODIFIED", thing("a", 12));
    store.apply("MODIFIED", thing("a", 12));
    store.apply("ADDED", thing("a", 5));
    store.apply("DELETED", thing("a", 11));
    expect(seen).toEqual(["Modified a@12 uid-a was 5"]);
  });

  test("the same name with another uid is a deletion and an addition", () => {
    store.apply("MODIFIED", thing("a", 12, { uid: "second" }));
    expect(seen).toEqual(["Deleted a@5 uid-a", "Added a@12 second"]);
  });
});

describe("own writes", () => {
  beforeEach(async () => {
    await store.replace([thing("a", 5)], "10");
    seen.length = 0;
  });

  test("are seen at once, and their echo is silent", () => {
    store.upsert(thing("a", 12));
    expect(versionOf("ns/a")).toBe("12");
    store.apply("MODIFIED", thing("a", 12));
    expect(seen).toEqual(["Modified a@12 uid-a was 5"]);
  });

  test("are not undone by an older event, even with a longer number", () => {
    store.upsert(thing("a", 101));
    store.apply("MODIFIED", thing("a", 99));
    expect(versionOf("ns/a")).toBe("101");
  });

  test("a created object is seen at once, and once", () => {
    store.upsert(thing("new", 12));
    store.apply("ADDED", thing("new", 12));
    expect(seen).toEqual(["Added new@12 uid-new"]);
  });

  test("a late answer doesn't bring a deleted object back", () => {
    store.apply("DELETED", thing("a", 13));
    store.upsert(thing("a", 12));
    expect(store.get("ns/a")).toBeUndefined();
  });

  test("nor one whose whole life the watch has passed (by a bookmark)", () => {
    store.advance("20");
    store.upsert(thing("short-lived", 15));
    expect(store.size).toBe(1);
  });

  test("a late answer doesn't replace the successor of the same name", () => {
    store.apply("DELETED", thing("a", 13));
    store.apply("ADDED", thing("a", 14, { uid: "second" }));
    store.upsert(thing("a", 12));
    expect(store.get("ns/a")?.metadata?.uid).toBe("second");
  });

  test("an event about the predecessor doesn't touch a created successor", () => {
    store.upsert(thing("a", 14, { uid: "second" }));
    store.apply("MODIFIED", thing("a", 12));
    store.apply("DELETED", thing("a", 13));
    expect(store.get("ns/a")?.metadata?.uid).toBe("second");
  });

  test("are taken before the first full read, too", async () => {
    const fresh = createStore<Thing>({ onHandlerError: () => undefined });
    fresh.upsert(thing("a", 7));
    await fresh.replace([thing("a", 5)], "6");
    expect(fresh.get("ns/a")?.metadata?.resourceVersion).toBe("7");
  });
});

describe("a full read", () => {
  beforeEach(async () => {
    await store.replace([thing("a", 5), thing("b", 6)], "10");
    seen.length = 0;
  });

  test("deletes what is missing, and is silent about what is the same", async () => {
    await store.replace([thing("a", 5), thing("c", 12)], "12");
    expect(seen).toEqual(["Added c@12 uid-c", "Deleted b@6 uid-b"]);
  });

  test("that is older than own writes keeps them", async () => {
    store.upsert(thing("a", 15));
    store.upsert(thing("new", 14));
    await store.replace([thing("a", 5)], "12");
    expect([versionOf("ns/a"), versionOf("ns/new"), versionOf("ns/b")]).toEqual(["15", "14", undefined]);
  });

  test("sees the same name with another uid", async () => {
    await store.replace([thing("a", 12, { uid: "second" }), thing("b", 6)], "12");
    expect(seen).toEqual(["Deleted a@5 uid-a", "Added a@12 second"]);
  });

  test("from the past (etcd restored) is taken as it is", async () => {
    store.apply("MODIFIED", thing("a", 20));
    store.upsert(thing("new", 25));
    await store.replace([thing("a", 3)], "8");
    expect(store.list()).toEqual([thing("a", 3)]);
    store.apply("MODIFIED", thing("a", 9));
    expect(versionOf("ns/a")).toBe("9");
  });

  test("lets other work run in between", async () => {
    let turns = 0;
    const ticker = setInterval(() => (turns += 1), 0);
    await store.replace(
      Array.from({ length: 20_000 }, (_, i) => thing(`t${i}`, i + 1)),
      "30000",
    );
    clearInterval(ticker);
    expect(store.size).toBe(20_000);
    expect(turns).toBeGreaterThan(0);
  });
});

describe("indexes", () => {
  test("follow changes and deletions", async () => {
    await store.replace(
      [thing("a", 1, { labels: { app: "x" } }), thing("b", 2, { labels: { app: "x" } })],
      "2",
    );
    expect(store.byIndex("app", "x")).toHaveLength(2);
    store.apply("MODIFIED", thing("a", 3, { labels: { app: "y" } }));
    store.apply("DELETED", thing("b", 4, { labels: { app: "changed at last" } }));
    expect(store.byIndex("app", "x")).toEqual([]);
    expect(store.byIndex("app", "y").map((object) => object.metadata?.name)).toEqual(["a"]);
    expect(store.byIndex("app", "never")).toEqual([]);
  });
  test("must be declared", () => {
    expect(() => store.byIndex("nope", "x")).toThrow('no index "nope"');
  });
  test("whose function throws lose that object, not the store", async () => {
    const broken = createStore<Thing>({
      indexes: {
        bad: () => {
          throw new Error("bad index");
        },
      },
      onHandlerError: (error) => errors.push(error),
    });
    await broken.replace([thing("a", 1)], "1");
    expect([broken.size, broken.byIndex("bad", "x"), errors.length > 0]).toEqual([1, [], true]);
  });
});

test("a handler that throws harms neither the others nor the store; one that left hears nothing", () => {
  const late: string[] = [];
  store.subscribe(() => {
    throw new Error("handler");
  });
  const leave = store.subscribe((event) => late.push(event.type));
  store.apply("ADDED", thing("a", 1));
  leave();
  store.apply("DELETED", thing("a", 2));
  expect([late, seen.length, errors]).toEqual([["Added"], 2, [new Error("handler"), new Error("handler")]]);
});

test("events and own writes in any interleaving end in the API server's state, each state told at most once", () => {
  // A history of one name: versions grow; each entry is a state, or a deletion that ends an incarnation.
  const history = fc.array(fc.constantFrom("write", "write", "delete"), { minLength: 1, maxLength: 12 });
  fc.assert(
    fc.property(
      history,
      fc.array(fc.nat(11), { maxLength: 12 }),
      fc.array(fc.nat(11)),
      (steps, own, delays) => {
        const fresh = createStore<Thing>({ onHandlerError: () => undefined });
        const told: string[] = [];
        fresh.subscribe((event) => told.push(`${event.type} ${event.object.metadata?.resourceVersion}`));
        let uid = 0;
        let exists = false;
        const feed: { type: "ADDED" | "MODIFIED" | "DELETED"; object: Thing }[] = [];
        for (const [index, step] of steps.entries()) {
          if (step === "delete" && !exists) continue;
          if (step === "write" && !exists) uid += 1;
          const type = step === "delete" ? "DELETED" : exists ? "MODIFIED" : "ADDED";
          feed.push({ type, object: thing("a", index + 1, { uid: String(uid) }) });
          exists = step !== "delete";
        }
        // Some writes are our own: their answers arrive before, at or after their event.
        const answers = own.map((at, i) => ({ at: at + (delays[i] ?? 0) - 4, object: feed[at] }));
        for (const [position, event] of feed.entries()) {
          for (const { at, object } of answers) {
            if (at === position && object && object.type !== "DELETED") fresh.upsert(object.object);
          }
          fresh.apply(event.type, event.object);
        }
        for (const { object } of answers)
          if (object && object.type !== "DELETED") fresh.upsert(object.object);
        const last = feed.at(-1);
        expect(fresh.get("ns/a")).toEqual(last && last.type !== "DELETED" ? last.object : undefined);
        const states = told.filter((event) => !event.startsWith("Deleted"));
        expect(new Set(states).size).toBe(states.length);
      },
    ),
    { numRuns: 1000 },
  );
});
