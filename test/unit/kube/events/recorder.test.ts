import { describe, expect, test } from "vitest";
import type { Client } from "../../../../src/kube/client.ts";
import { ApiError, TransportError } from "../../../../src/kube/errors.ts";
import {
  createEventRecorder,
  type EventInput,
  type EventRecorder,
} from "../../../../src/kube/events/recorder.ts";
import { type Event, events } from "../../../../src/kube/events/event.ts";
import { silentLogger } from "../../../../src/kube/log.ts";
import { trust } from "../../../../src/kube/resource.ts";
import { type ManualClock, manualClock } from "../support/manual-clock.ts";
import { thing } from "../support/objects.ts";

interface Scene {
  /** How many ids its process has given. */
  ids: number;
  recorder: EventRecorder;
  clock: ManualClock;
  created: Event[];
  patched: { name: string; patch: object }[];
  lost: string[];
  warnings: string[];
  sent: () => number;
}

function scene(failures: unknown[] = [], capacity = 10): Scene {
  const clock = manualClock();
  const created: Event[] = [];
  const patched: { name: string; patch: object }[] = [];
  const lost: string[] = [];
  const warnings: string[] = [];
  let sent = 0;
  const process = { ids: 0 };
  const fail = (): void => {
    const failure = failures.shift();
    if (failure !== undefined) throw failure;
  };
  const client: Pick<Client, "create" | "mergePatch"> = {
    async create(_, object) {
      created.push(trust(events, Object.fromEntries(Object.entries(object))));
      fail();
      return object;
    },
    async mergePatch(_, ref, patch) {
      patched.push({ name: ref.name, patch });
      fail();
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion
      return patch as never;
    },
  };
  const recorder = createEventRecorder({
    client,
    reporter: { controller: "example.dev/things", instance: "pod-1" },
    clock,
    random: () => 0,
    newId: () => `id${(process.ids += 1)}`,
    log: { ...silentLogger, warn: (facts, message) => warnings.push(`${JSON.stringify(facts)} ${message}`) },
    metrics: { lost: (reason) => lost.push(reason), sent: () => (sent += 1) },
    capacity,
  });
  return Object.assign(process, { recorder, clock, created, patched, lost, warnings, sent: () => sent });
}

const input = (note = "it began", name = "a"): EventInput => ({
  regarding: thing(name, 7),
  type: "Normal",
  reason: "Began",
  action: "Begin",
  note,
});
const reset = new TransportError("reset", { code: "ECONNRESET", maybeSent: true });
const refused = (status: number, reason: string): ApiError =>
  new ApiError({
    status,
    body: JSON.stringify({ kind: "Status", reason, details: { name: "x" } }),
    method: "POST",
    path: "/e",
  });

test("an event has all that its readers go by, and all that core/v1 demands of one with an eventTime", async () => {
  const { recorder, clock, created } = scene();
  recorder.record(input());
  await clock.advance(0);
  expect(created).toEqual([
    {
      apiVersion: "v1",
      kind: "Event",
      metadata: { name: "a.18867251edfa0000-id1", namespace: "ns" },
      involvedObject: {
        apiVersion: "example.dev/v1",
        kind: "Thing",
        namespace: "ns",
        name: "a",
        uid: "uid-a",
        resourceVersion: "7",
      },
      type: "Normal",
      reason: "Began",
      action: "Begin",
      message: "it began",
      eventTime: "2026-01-01T00:00:00.000000Z",
      firstTimestamp: "2026-01-01T00:00:00Z",
      lastTimestamp: "2026-01-01T00:00:00Z",
      count: 1,
      source: { component: "example.dev/things" },
      reportingComponent: "example.dev/things",
      reportingInstance: "pod-1",
    },
  ]);
});

test("a cluster-scoped object's events are in the default namespace", async () => {
  const { recorder, clock, created } = scene();
  recorder.record({ ...input(), regarding: { kind: "Node", metadata: { name: "n" } } });
  await clock.advance(0);
  expect(created[0]?.metadata).toEqual({ namespace: "default", name: "n.18867251edfa0000-id1" });
});

describe("order", () => {
  test("by name and by lastTimestamp it is that of time, whichever was recorded first", async () => {
    const world = scene();
    const { recorder, clock, created } = world;
    const start = clock.now();
    await clock.advance(2_500);
    recorder.record(input("found now"));
    // Ids that sort the other way round: id9, id10.
    world.ids = 8;
    recorder.record({ ...input("began before"), at: start + 1_000 });
    recorder.record({ ...input("began with it"), at: start + 1_000 });
    recorder.record({ ...input("began at first"), at: start });
    await clock.advance(0);
    const byName = created.toSorted((a, b) => ((a.metadata?.name ?? "") < (b.metadata?.name ?? "") ? -1 : 1));
    const since = (time: string): number => Date.parse(time) - start;
    const told = byName.map((event) => [
      event.message,
      since(event.eventTime),
      since(event.firstTimestamp),
      since(event.lastTimestamp),
    ]);
    expect(told).toEqual([
      ["began at first", 0, 0, 0],
      ["began before", 1_000, 1_000, 1_000],
      ["began with it", 1_000, 1_000, 1_000],
      ["found now", 2_500, 2_000, 2_000],
    ]);
  });

  test("two events of one millisecond have two names, from one process and from two", async () => {
    const [one, other] = [scene(), scene()];
    one.recorder.record(input("first"));
    one.recorder.record(input("second"));
    other.ids = 7;
    other.recorder.record(input("third"));
    await one.clock.advance(0);
    await other.clock.advance(0);
    const names = [...one.created, ...other.created].map(({ metadata }) => metadata?.name);
    expect(new Set(names).size).toBe(3);
  });
});

describe("repetitions", () => {
  test("are counted, with the time of the last: written at powers of two and at the flush", async () => {
    const { recorder, clock, created, patched } = scene();
    for (let i = 0; i < 7; i += 1) {
      recorder.record(input());
      await clock.advance(1000);
    }
    expect(created).toHaveLength(1);
    const counts = (): unknown[] => patched.map(({ patch }) => "count" in patch && patch.count);
    expect(counts()).toEqual([2, 4]);
    await recorder.flush(new AbortController().signal);
    expect(counts()).toEqual([2, 4, 7]);
    expect(patched.at(-1)).toEqual({
      name: "a.18867251edfa0000-id1",
      patch: { count: 7, lastTimestamp: "2026-01-01T00:00:06Z" },
    });
  });

  test("are dated as they were told to be, and never back", async () => {
    const { recorder, clock, patched } = scene();
    const start = clock.now();
    recorder.record(input());
    recorder.record({ ...input(), at: start + 3_000 });
    await clock.advance(0);
    recorder.record({ ...input(), at: start - 3_000 });
    recorder.record({ ...input(), at: start + 1_000 });
    await clock.advance(0);
    const lastTimestamp = "2026-01-01T00:00:03Z";
    expect(patched.map(({ patch }) => patch)).toEqual([
      { count: 2, lastTimestamp },
      { count: 4, lastTimestamp },
    ]);
  });

  test("with another note or object are new events, and so is one after six minutes", async () => {
    const { recorder, clock, created } = scene();
    recorder.record(input());
    recorder.record(input("something else"));
    recorder.record(input("it began", "b"));
    await clock.advance(6 * 60_000 + 1);
    recorder.record(input());
    await clock.advance(0);
    expect(created).toHaveLength(4);
  });

  test("of an event that the server has forgotten create it again, with what it had counted", async () => {
    const { recorder, clock, created, lost } = scene([undefined, refused(404, "NotFound")]);
    recorder.record(input());
    await clock.advance(2_000);
    recorder.record(input());
    await clock.advance(0);
    expect(created).toEqual([created[0], { ...created[0], count: 2, lastTimestamp: "2026-01-01T00:00:02Z" }]);
    expect(lost).toEqual([]);
  });
});

describe("failures", () => {
  test("transient ones are tried again", async () => {
    const { recorder, clock, created, sent } = scene([reset, refused(503, "Down")]);
    recorder.record(input());
    await clock.advance(10_000);
    expect([created.length, sent()]).toEqual([3, 1]);
  });

  test("an answer that got lost: the event is there already", async () => {
    const { recorder, clock, lost, sent } = scene([reset, refused(409, "AlreadyExists")]);
    recorder.record(input());
    await clock.advance(10_000);
    expect([sent(), lost]).toEqual([1, []]);
  });

  test("four times, then the next event has its turn", async () => {
    const { recorder, clock, created, lost } = scene([reset, reset, reset, reset]);
    recorder.record(input());
    recorder.record(input("next"));
    await clock.advance(60_000);
    expect([created.length, lost, created.at(-1)?.message]).toEqual([5, ["failed"], "next"]);
  });

  test("final ones are counted, not thrown", async () => {
    const { recorder, clock, created, lost } = scene([refused(403, "Forbidden")]);
    recorder.record(input());
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion
    recorder.record({ ...input(), regarding: null as never });
    await clock.advance(60_000);
    expect([created.length, lost]).toEqual([1, ["failed", "failed"]]);
  });

  test("more than fits are lost and counted, in two lines however many they are", async () => {
    const { recorder, clock, created, lost, warnings } = scene([], 3);
    for (let i = 0; i < 20; i += 1) recorder.record(input(`note ${i}`));
    await clock.advance(0);
    expect(created.length + lost.length).toBe(20);
    expect(new Set(lost)).toEqual(new Set(["queue_full"]));
    expect(warnings).toEqual([
      '{"capacity":3} too many events wait to be sent: more are lost',
      `{"lost":${lost.length},"capacity":3} events were lost, because too many waited to be sent`,
    ]);
  });
});

test("a flush ends with its signal, though nothing can be sent", async () => {
  const { recorder, clock } = scene(Array.from({ length: 100 }, () => reset));
  for (let i = 0; i < 5; i += 1) recorder.record(input(`note ${i}`));
  await clock.advance(0);
  const controller = new AbortController();
  const flushed = recorder.flush(controller.signal);
  controller.abort();
  await clock.advance(0);
  await flushed;
});
