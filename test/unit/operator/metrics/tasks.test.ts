import { setImmediate } from "node:timers/promises";
import { expect, test } from "vitest";
import type { BatchTask } from "../../../../src/api/batchtask.ts";
import type { BatchTaskStatus } from "../../../../src/api/status.ts";
import { createMetrics } from "../../../../src/operator/metrics/metrics.ts";
import { spec } from "../../support/task.ts";
import { at, created, ended, START, status } from "./support/steps.ts";

test("tasks by phase, and the longest wait for a first pod, while this replica works", async () => {
  const metrics = createMetrics();
  const of = async (name: string) => {
    const { values = [] } = (await metrics.registry.getSingleMetric(name)?.get()) ?? {};
    return Object.fromEntries(values.map(({ labels, value }) => [Object.values(labels).join(), value]));
  };
  const withStatus = (status?: BatchTaskStatus, deletionTimestamp?: string): BatchTask => {
    const made = created({ creationTimestamp: at(-5), ...(deletionTimestamp && { deletionTimestamp }) });
    return status ? { ...made, status } : made;
  };
  const tasks = [
    withStatus(),
    withStatus(status({ phase: "Running", reason: "ImagePullBackOff", run: { jobUID: "u" } })),
    withStatus(status({ phase: "Pending", reason: "CreateForbidden", readySince: 70 })),
    withStatus(status({ phase: "Pending", reason: "Invented" }), at(1)),
    withStatus(status({ phase: "Running", run: { podStartTime: at(1) } })),
    { ...withStatus(status({ phase: "Running", reason: "Paused" })), spec: spec({ parallelism: 0 }) },
    withStatus(status({ phase: "Running", reason: "Running", run: { startTime: at(90) } })),
    withStatus(status({ phase: "Queued" })),
    withStatus(status({ phase: "Suspended" })),
    withStatus(ended("Failed")),
    withStatus(ended("Failed")),
  ];
  expect(await of("batchtask_tasks")).toEqual({});
  metrics.watchTasks({ tasks: () => tasks, now: () => START + 100_000 });
  const counts = { Pending: 3, Queued: 1, Starting: 0, Running: 4, Suspended: 1, Finishing: 0 };
  const endCounts = { Succeeded: 0, Failed: 2, Rejected: 0, Unknown: 0 };
  expect(await of("batchtask_tasks")).toEqual({ ...counts, ...endCounts });
  expect(await of("batchtask_longest_start_wait_seconds")).toEqual({
    Pending: 105,
    ImagePullBackOff: 100,
    CreateForbidden: 30,
    Running: 10,
  });
  metrics.watchTasks({ tasks: () => [], now: () => START + 100_000 });
  expect(await of("batchtask_longest_start_wait_seconds")).toEqual({ Pending: 0 });
  metrics.watchTasks(undefined);
  expect(await of("batchtask_tasks")).toEqual({});
  expect(await of("batchtask_longest_start_wait_seconds")).toEqual({});
});

test("a scrape of many tasks leaves the event loop to others", async () => {
  const metrics = createMetrics();
  const many = Array<BatchTask>(10_000).fill(created({ creationTimestamp: at(0) }));
  metrics.watchTasks({ tasks: () => many, now: () => START });
  let ended = false;
  const scrape = metrics.registry.metrics().then(() => (ended = true));
  await setImmediate();
  expect(ended).toBe(false);
  await scrape;
});
