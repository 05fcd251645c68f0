import { setImmediate } from "node:timers/promises";
import { expect, test } from "vitest";
import { systemClock } from "../../../src/kube/clock.ts";
import { createController } from "../../../src/kube/controller.ts";
import { silentLogger } from "../../../src/kube/log.ts";
import { createTurnBudget } from "../../../src/kube/turn-budget.ts";
import { createQueue } from "../../../src/kube/workqueue/workqueue.ts";

/** A clock that stands still but for what the test does. */
function stopped() {
  let time = 0;
  const clock = { ...systemClock, monotonic: () => time };
  return { clock, pass: (ms: number) => (time += ms) };
}

test("a turn lasts as long as its budget; then all wait for the next one, which has a budget of its own", async () => {
  const { clock, pass } = stopped();
  const turn = createTurnBudget(clock, 5);
  expect(turn()).toBeUndefined();
  pass(4);
  expect(turn()).toBeUndefined();
  pass(1);
  const next = turn();
  expect(next).toBeInstanceOf(Promise);
  expect(turn()).toBe(next);
  await next;
  expect(turn()).toBeUndefined();
  pass(4);
  expect(turn()).toBeUndefined();
});

test("a turn that ends by itself gives the next one its whole budget", async () => {
  const { clock, pass } = stopped();
  const turn = createTurnBudget(clock, 5);
  expect(turn()).toBeUndefined();
  pass(60);
  await setImmediate();
  expect(turn()).toBeUndefined();
});

test("looks that wait for nothing leave the event loop to others, however many workers there are", async () => {
  const { clock, pass } = stopped();
  const queue = createQueue({ clock });
  let looks = 0;
  let longest = 0;
  let sinceTurn = 0;
  const stop = new AbortController();
  const reconcile = async (): Promise<void> => {
    looks += 1;
    pass(1);
    longest = Math.max(longest, (sinceTurn += 1));
  };
  const options = { name: "test", reconcile, queue, workers: 16, clock, log: silentLogger, graceMs: 1 };
  const running = createController(options).run(stop.signal);
  for (let key = 0; key < 500; key += 1) queue.add(`team/task-${key}`);
  for (let turns = 0; turns < 1_000; turns += 1) {
    await setImmediate();
    sinceTurn = 0;
  }
  stop.abort();
  await running;
  expect(looks).toBe(500);
  expect(longest).toBeLessThanOrEqual(12);
});
