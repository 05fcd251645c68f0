import { setTimeout } from "node:timers/promises";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { expect, test } from "vitest";
import type { BatchTask } from "../../../src/api/batchtask.ts";
import { createCacheTransforms } from "../../../src/controllers/batchtask/transform.ts";
import { createScheduleCache } from "../../../src/cron/cache.ts";
import { systemClock } from "../../../src/kube/clock.ts";
import { createStore } from "../../../src/kube/store/store.ts";
import { createQueue } from "../../../src/kube/workqueue/workqueue.ts";

/** More than the bounded caches of a process keep. */
const TASKS = 10_000;
const BOUND_KIB = 1;
const TIME = "2026-01-01T00:00:00Z";

/** As it comes from a watch: every task has its own strings, and each schedule is another one. */
function watched(index: number, isScheduled: boolean): BatchTask {
  const name = `task-${index}`;
  const cron = `${index % 60} ${Math.floor(index / 60) % 24} ${1 + Math.floor(index / 1_440)} * *`;
  const schedule = { cron, timeZone: "Etc/UTC", concurrencyPolicy: "Queue" };
  const told = { expression: `${cron} Etc/UTC`, handledTime: TIME, nextStartTime: TIME };
  const text = JSON.stringify({
    metadata: { namespace: "team", name, uid: `uid-${index}`, resourceVersion: `${index}`, generation: 1 },
    spec: {
      template: { spec: { restartPolicy: "Never", containers: [{ name: "main", image: "busybox:1.36" }] } },
      runs: isScheduled ? { schedule } : {},
    },
    status: { observedGeneration: 1, phase: "Scheduled", ...(isScheduled && { schedule: told }) },
  });
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what the API server would send
  return JSON.parse(text) as BatchTask;
}

/** What a controller holds of so many tasks at rest: the cache, when each is looked at again, and what was read of crons. */
function held(isScheduled: boolean, count = TASKS): object {
  const store = createStore<BatchTask>({ onHandlerError: () => undefined });
  const slim = createCacheTransforms();
  const queue = createQueue({ clock: systemClock });
  const crons = createScheduleCache();
  for (let index = 0; index < count; index += 1) {
    const task = slim.task(watched(index, isScheduled));
    store.upsert(task);
    const { cron } = task.spec.runs?.schedule ?? {};
    if (cron === undefined) continue;
    queue.addAfter(`team/${task.metadata.name}`, 600_000 + index);
    const times = crons.read([cron]);
    times.next(Date.now());
    times.latest(Date.now());
  }
  return { store, queue, crons };
}

async function heapKib(): Promise<number> {
  await setTimeout(200);
  setFlagsFromString("--expose-gc");
  for (let time = 0; time < 4; time += 1) runInNewContext("gc()");
  return process.memoryUsage().heapUsed / 1_024;
}

test("a schedule takes less than 1 KiB on top of its task", async () => {
  const kept = [held(true, 500), held(false, 500)];
  kept.length = 0;
  const empty = await heapKib();
  const plain = held(false);
  const half = await heapKib();
  const scheduled = held(true);
  const full = await heapKib();
  expect([plain, scheduled].length).toBe(2);
  const each = (full - half - (half - empty)) / TASKS;
  expect(each).toBeGreaterThan(0.1);
  expect(each).toBeLessThan(BOUND_KIB);
});
