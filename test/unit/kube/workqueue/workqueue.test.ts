import { describe, expect, test } from "vitest";
import { createQueue, type WorkQueue } from "../../../../src/kube/workqueue/workqueue.ts";
import { manualClock, type ManualClock } from "../support/manual-clock.ts";

function setUp(): { clock: ManualClock; queue: WorkQueue } {
  const clock = manualClock();
  return { clock, queue: createQueue({ clock, backoff: { initialMs: 5, maxMs: 1000 } }) };
}

/** Takes all that waits, giving each back at once. */
async function takeAll(queue: WorkQueue): Promise<string[]> {
  const keys: string[] = [];
  while (queue.length > 0) {
    const key = await queue.get();
    if (key === undefined) break;
    keys.push(key);
    queue.done(key);
  }
  return keys;
}

test("what hangs does not count as pressure", async () => {
  const { clock, queue } = setUp();
  for (const key of ["a", "b", "c"]) queue.add(key);
  await queue.get();
  await clock.advance(4_000);
  await queue.get();
  expect(queue.pressure(5_000)).toBe(3);
  await clock.advance(1_000);
  expect(queue.pressure(5_000)).toBe(2);
});

describe("as client-go's", () => {
  test("a key added many times is handed out once", async () => {
    const { queue } = setUp();
    for (let i = 0; i < 5; i += 1) queue.add("a");
    expect(await takeAll(queue)).toEqual(["a"]);
  });

  test("a key added while it is worked on comes again, after done and not before", async () => {
    const { queue } = setUp();
    queue.add("a");
    expect(await queue.get()).toBe("a");
    queue.add("a");
    queue.add("a");
    expect(queue.length).toBe(0);
    queue.done("a");
    expect(await takeAll(queue)).toEqual(["a"]);
    expect(queue.length).toBe(0);
  });

  test("a waiting worker gets the next key", async () => {
    const { queue } = setUp();
    const [first, second] = [queue.get(), queue.get()];
    queue.add("a");
    queue.add("b");
    expect(await Promise.all([first, second])).toEqual(["a", "b"]);
  });

  test("done for a key that nobody works on does nothing", async () => {
    const { queue } = setUp();
    queue.add("a");
    queue.done("a");
    expect(queue.length).toBe(1);
  });

  test("a delayed key comes when it is due", async () => {
    const { clock, queue } = setUp();
    queue.addAfter("a", 50);
    await clock.advance(49);
    expect(queue.length).toBe(0);
    await clock.advance(1);
    expect(await takeAll(queue)).toEqual(["a"]);
  });

  test("of two delays the earlier counts, whatever their order", async () => {
    const { clock, queue } = setUp();
    queue.addAfter("a", 50);
    queue.addAfter("a", 10);
    queue.addAfter("b", 10);
    queue.addAfter("b", 50);
    await clock.advance(10);
    expect(await takeAll(queue)).toEqual(["a", "b"]);
    await clock.advance(1000);
    expect(queue.length).toBe(0);
  });

  test("a delay longer than the queue's own look-ahead", async () => {
    const { clock, queue } = setUp();
    queue.addAfter("a", 3_600_000);
    await clock.advance(3_599_999);
    expect(queue.length).toBe(0);
    await clock.advance(1);
    expect(queue.length).toBe(1);
  });

  test("no or a negative delay is none", () => {
    const { queue } = setUp();
    queue.addAfter("a", 0);
    queue.addAfter("b", -1);
    queue.addAfter("c", Number.NaN);
    expect(queue.length).toBe(3);
  });

  test("backoff grows per key up to the limit, and is forgotten", () => {
    const { queue } = setUp();
    expect(Array.from({ length: 9 }, () => queue.addRateLimited("a"))).toEqual([
      5, 10, 20, 40, 80, 160, 320, 640, 1000,
    ]);
    expect(queue.addRateLimited("b")).toBe(5);
    expect(queue.failures("a")).toBe(9);
    queue.forget("a");
    expect(queue.addRateLimited("a")).toBe(5);
    expect(queue.addRateLimited("a", 700)).toBe(700);
    expect(queue.addAtLimit("c")).toBe(1000);
  });
});

describe("shutdown", () => {
  test("ends waiting workers, forgets what waits and what is delayed, ignores what comes", async () => {
    const { clock, queue } = setUp();
    const waiting = queue.get();
    queue.addAfter("late", 10);
    queue.shutDown();
    queue.add("a");
    await clock.advance(1000);
    expect(await waiting).toBeUndefined();
    expect(await queue.get()).toBeUndefined();
    expect(queue.length).toBe(0);
  });

  test("drops waiting keys by default", async () => {
    const { queue } = setUp();
    queue.add("a");
    queue.shutDown();
    expect(await queue.get()).toBeUndefined();
  });

  test("drain hands out what waits, with what became dirty before", async () => {
    const { queue } = setUp();
    queue.add("a");
    queue.add("b");
    expect(await queue.get()).toBe("a");
    queue.add("a");
    queue.shutDown("drain");
    expect(await queue.get()).toBe("b");
    queue.done("b");
    queue.done("a");
    expect(await queue.get()).toBe("a");
    queue.done("a");
    expect(await queue.get()).toBeUndefined();
  });

  test("idle waits for the last key that is worked on", async () => {
    const { clock, queue } = setUp();
    queue.add("a");
    await queue.get();
    queue.shutDown();
    let idle = false;
    const end = queue.idle().then(() => (idle = true));
    await clock.advance(0);
    expect(idle).toBe(false);
    queue.done("a");
    await end;
    expect(idle).toBe(true);
  });
});

describe("order", () => {
  test("what a full read found waits behind what changed", async () => {
    const { queue } = setUp();
    for (const key of ["n/1", "n/2", "n/3"]) queue.add(key, "low");
    queue.add("n/changed");
    expect(await queue.get()).toBe("n/changed");
    expect(await takeAll(queue)).toEqual(["n/1", "n/2", "n/3"]);
  });

  test("a low key that changes is raised, and still comes once", async () => {
    const { queue } = setUp();
    queue.add("n/1", "low");
    queue.add("n/2", "low");
    queue.add("n/2");
    queue.add("n/2", "low");
    expect(await takeAll(queue)).toEqual(["n/2", "n/1"]);
  });

  test("an end that somebody waits for comes first, and nothing starves behind ends", async () => {
    const { queue } = setUp();
    queue.add("n/low", "low");
    queue.add("n/changed");
    for (let i = 0; i < 40; i += 1) queue.add(`n/${i}`, "high");
    const keys = await takeAll(queue);
    expect(keys[0]).toBe("n/0");
    expect(keys.indexOf("n/changed")).toBeLessThan(5);
    expect(keys.indexOf("n/low")).toBeLessThan(20);
  });

  test("low keys don't starve", async () => {
    const { queue } = setUp();
    queue.add("n/low", "low");
    for (let i = 0; i < 40; i += 1) queue.add(`n/${i}`);
    expect((await takeAll(queue)).indexOf("n/low")).toBeLessThan(20);
  });

  test("10,000 keys of one tenant don't delay another's one", async () => {
    const { queue } = setUp();
    for (let i = 0; i < 10_000; i += 1) queue.add(`big/${i}`);
    queue.add("small/1");
    expect((await takeAll(queue)).indexOf("small/1")).toBeLessThan(2);
  });

  test("each tenant's own keys keep their order", async () => {
    const { queue } = setUp();
    for (let i = 0; i < 3000; i += 1) queue.add(`a/${i}`);
    queue.add("b/0");
    const keys = (await takeAll(queue)).filter((key) => key.startsWith("a/"));
    expect(keys).toEqual(Array.from({ length: 3000 }, (_, i) => `a/${i}`));
  });
});

test("metrics and the age of work", async () => {
  const clock = manualClock();
  const seen: unknown[] = [];
  const queue = createQueue({
    clock,
    metrics: {
      added: () => seen.push("added"),
      retried: () => seen.push("retried"),
      queueDuration: (seconds) => seen.push(["queued", seconds]),
      workDuration: (seconds) => seen.push(["worked", seconds]),
    },
  });
  queue.add("a");
  queue.add("a");
  await clock.advance(1000);
  await queue.get();
  await clock.advance(2000);
  expect([queue.unfinishedSeconds(), queue.longestRunningSeconds()]).toEqual([2, 2]);
  queue.done("a");
  queue.addAfter("a", 5);
  expect(seen).toEqual(["added", ["queued", 1], ["worked", 2], "retried"]);
});

test("some workers are kept for what is urgent, however much else waits", async () => {
  const queue = createQueue({ clock: manualClock(), reserved: 1 });
  for (const name of ["a", "b", "c"]) queue.add(`ns/${name}`);
  const taken: (string | undefined)[] = [];
  const workers = Array.from({ length: 3 }, async () => taken.push(await queue.get()));
  await Promise.all(workers.slice(1));
  expect(taken).toEqual(["ns/a", "ns/b"]);
  queue.add("ns/end", "high");
  await Promise.all(workers);
  expect(taken).toEqual(["ns/a", "ns/b", "ns/end"]);
  queue.done("ns/a");
  expect(queue.length).toBe(1);
});

test("a key that is looked at needs no later look that was asked for before", async () => {
  const clock = manualClock();
  const queue = createQueue({ clock });
  queue.addAfter("ns/a", 1_000);
  queue.add("ns/a");
  expect(await queue.get()).toBe("ns/a");
  queue.addAfter("ns/a", 3_000);
  queue.done("ns/a");
  await clock.advance(2_000);
  expect(queue.length).toBe(0);
  await clock.advance(1_000);
  expect(queue.length).toBe(1);
});
