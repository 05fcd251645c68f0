import { setImmediate } from "node:timers/promises";
import { expect, test } from "vitest";
import { createController } from "../../../src/kube/controller.ts";
import { silentLogger } from "../../../src/kube/log.ts";
import { createQueue } from "../../../src/kube/workqueue/workqueue.ts";
import { manualClock } from "../kube/support/manual-clock.ts";

/** Workers of whom the keys of some namespaces never let go; `ended` are the others' that came to an end. */
function world(workers: number, tenantShare: number) {
  const clock = manualClock();
  const queue = createQueue({ clock, tenantShare });
  const begun: string[] = [];
  const ended: string[] = [];
  const stop = new AbortController();
  const reconcile = async (key: string, signal: AbortSignal): Promise<void> => {
    begun.push(key);
    if (key.startsWith("hangs-")) await new Promise((_, reject) => signal.addEventListener("abort", reject));
    ended.push(key);
  };
  const options = { name: "test", reconcile, queue, workers, clock, log: silentLogger, graceMs: 1 };
  const running = createController(options).run(stop.signal);
  const end = async (): Promise<void> => {
    stop.abort();
    await setImmediate();
    await clock.advance(10);
    await running;
  };
  return { queue, begun, ended, end };
}

test.each([1, 2, 10])("%d namespaces whose calls hang leave workers to the others", async (namespaces) => {
  const { queue, begun, ended, end } = world(64, 3);
  for (let key = 0; key < 200; key += 1)
    for (let space = 0; space < namespaces; space += 1) queue.add(`hangs-${space}/${key}`);
  await setImmediate();
  const hanging = begun.length;
  for (let key = 0; key < 20; key += 1) queue.add(`other/${key}`);
  for (let turn = 0; turn < 50; turn += 1) await setImmediate();
  expect(ended.length).toBe(20);
  expect(hanging).toBeGreaterThanOrEqual(48);
  expect(hanging).toBeLessThan(64);
  await end();
});

test("a namespace that is alone has nearly all workers, and each key gets its turn", async () => {
  const { queue, ended, end } = world(8, 3);
  for (let key = 0; key < 100; key += 1) queue.add(`team/${key}`);
  for (let turn = 0; turn < 100; turn += 1) await setImmediate();
  expect(ended.length).toBe(100);
  await end();
});
