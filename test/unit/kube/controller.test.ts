import { describe, expect, test } from "vitest";
import { createController, type Reconcile } from "../../../src/kube/controller.ts";
import { ApiError, TransportError } from "../../../src/kube/errors.ts";
import { silentLogger } from "../../../src/kube/log.ts";
import { createQueue, type WorkQueue } from "../../../src/kube/workqueue/workqueue.ts";
import { type ManualClock, manualClock } from "./support/manual-clock.ts";

interface Scene {
  clock: ManualClock;
  queue: WorkQueue;
  outcomes: string[];
  terminal: boolean[];
  stop: () => void;
  running: Promise<void>;
}

function scene(reconcile: Reconcile, workers = 2): Scene {
  const clock = manualClock();
  const queue = createQueue({ clock, backoff: { initialMs: 5, maxMs: 1000 } });
  const outcomes: string[] = [];
  const terminal: boolean[] = [];
  const controller = new AbortController();
  const running = createController({
    name: "test",
    reconcile,
    queue,
    workers,
    clock,
    log: silentLogger,
    metrics: {
      reconciled: (outcome) => outcomes.push(outcome),
      failed: (isTerminal) => terminal.push(isTerminal),
    },
    graceMs: 1000,
    timeoutMs: 5000,
  }).run(controller.signal);
  return { clock, queue, outcomes, terminal, running, stop: () => controller.abort() };
}

const refused = (status: number, details: object = {}): ApiError =>
  new ApiError({ status, body: JSON.stringify({ kind: "Status", details }), method: "PUT", path: "/x" });

/** Fails as told, once per call; then succeeds. */
function failing(...errors: unknown[]): {
  reconcile: Reconcile;
  at: number[];
  clockOf: (clock: ManualClock) => void;
} {
  let clock: ManualClock | undefined;
  const at: number[] = [];
  return {
    at,
    clockOf: (given) => (clock = given),
    reconcile: async () => {
      at.push(clock?.monotonic() ?? -1);
      if (errors.length > 0) throw errors.shift();
    },
  };
}

describe("what becomes of a reconcile", () => {
  test.each<[string, unknown, number]>([
    ["transient: the key's backoff", new TransportError("reset", { code: "ECONNRESET", maybeSent: true }), 5],
    ["transient with Retry-After: no sooner", refused(429, { retryAfterSeconds: 2 }), 2000],
    ["conflict: soon", refused(409), 5],
    ["terminal: the longest delay", new TypeError("bug"), 1000],
  ])("%s", async (_, error, delay) => {
    const { reconcile, at, clockOf } = failing(error);
    const { clock, queue, stop, running } = scene(reconcile);
    clockOf(clock);
    queue.add("a");
    await clock.advance(delay - 1);
    expect(at).toEqual([0]);
    await clock.advance(1);
    expect(at).toEqual([0, delay]);
    expect(queue.failures("a")).toBe(0);
    stop();
    await clock.advance(0);
    await running;
  });

  test("success with requeueAfterMs comes again then; metrics tell them apart", async () => {
    const calls: string[] = [];
    const { clock, queue, outcomes, terminal, stop, running } = scene(async (key) => {
      calls.push(key);
      if (key === "bug") throw new Error("bug");
      if (key === "late" && calls.filter((call) => call === key).length === 1) return { requeueAfterMs: 300 };
      if (key === "conflict" && calls.filter((call) => call === key).length === 1) throw refused(409);
      return key === "zero" ? { requeueAfterMs: 0 } : undefined;
    });
    for (const key of ["late", "zero", "conflict", "bug"]) queue.add(key);
    await clock.advance(0);
    expect(outcomes).toEqual(["requeue_after", "success", "requeue", "error"]);
    expect(terminal).toEqual([true]);
    await clock.advance(300);
    expect(calls).toEqual(["late", "zero", "conflict", "bug", "conflict", "late"]);
    stop();
    await clock.advance(0);
    await running;
  });

  test("a synchronous throw is an error like any other", async () => {
    const { clock, queue, outcomes, stop, running } = scene(() => {
      throw new Error("sync");
    });
    queue.add("a");
    await clock.advance(0);
    expect(outcomes).toEqual(["error"]);
    stop();
    await clock.advance(0);
    await running;
  });
});

test("as many at a time as there are workers, one at a time per key", async () => {
  const running = new Set<string>();
  let most = 0;
  const ends: (() => void)[] = [];
  const { clock, queue, ...rest } = scene(async (key) => {
    expect(running.has(key)).toBe(false);
    running.add(key);
    most = Math.max(most, running.size);
    await new Promise<void>((resolve) => ends.push(resolve));
    running.delete(key);
  }, 3);
  for (const key of ["a", "b", "a", "c", "d"]) queue.add(key);
  await clock.advance(0);
  queue.add("a");
  await clock.advance(0);
  expect([...running]).toEqual(["a", "b", "c"]);
  while (ends.length > 0) {
    ends.shift()?.();
    await clock.advance(0);
  }
  expect([most, rest.outcomes.length]).toEqual([3, 5]);
  rest.stop();
  await clock.advance(0);
  await rest.running;
});

describe("shutdown", () => {
  test("waits for what is under way, starts nothing else", async () => {
    const started: string[] = [];
    const end = Promise.withResolvers<void>();
    const { clock, queue, stop, running } = scene(async (key) => {
      started.push(key);
      await end.promise;
    }, 1);
    queue.add("a");
    queue.add("b");
    await clock.advance(0);
    stop();
    let over = false;
    const watched = running.then(() => (over = true));
    await clock.advance(999);
    expect(over).toBe(false);
    end.resolve();
    await watched;
    expect(started).toEqual(["a"]);
  });

  test("aborts after the grace, and gives up on what ignores that", async () => {
    const signals: AbortSignal[] = [];
    const { clock, queue, stop, running } = scene(async (_, signal) => {
      signals.push(signal);
      await new Promise<void>(() => undefined);
    });
    queue.add("a");
    await clock.advance(0);
    stop();
    await clock.advance(999);
    expect(signals[0]?.aborted).toBe(false);
    await clock.advance(1);
    expect(signals[0]?.aborted).toBe(true);
    await clock.advance(1000);
    await running;
  });

  test("before the start is an end, too", async () => {
    const clock = manualClock();
    const queue = createQueue({ clock });
    queue.add("a");
    let calls = 0;
    const reconcile: Reconcile = async () => void (calls += 1);
    await createController({ name: "x", reconcile, queue, workers: 1, clock, log: silentLogger }).run(
      AbortSignal.abort(),
    );
    expect(calls).toBeLessThanOrEqual(1);
    expect(await queue.get()).toBeUndefined();
  });
});

test("a reconcile that takes too long is aborted, and comes again", async () => {
  let calls = 0;
  const { clock, queue, outcomes, stop, running } = scene(async (_, signal) => {
    calls += 1;
    if (calls > 1) return;
    await new Promise((_resolve, reject) => signal.addEventListener("abort", () => reject(signal.reason)));
  });
  queue.add("a");
  await clock.advance(4999);
  expect(outcomes).toEqual([]);
  await clock.advance(100);
  expect(outcomes).toEqual(["error", "success"]);
  stop();
  await clock.advance(0);
  await running;
});
