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
    // Between two times of its schedule.
    withStatus(status({ phase: "Scheduled", run: { completionTime: at(20), outcome: "Failed" } })),
    withStatus(status({ phase: "Scheduled" })),
  ];
  expect(await of("batchtask_tasks")).toEqual({});
  metrics.watchTasks({ tasks: () => tasks, now: () => START + 100_000, hasNamespace: () => true });
  const counts = { Scheduled: 1, Pending: 3, Queued: 1, Starting: 0, Running: 4, Suspended: 1, Finishing: 0 };
  const endCounts = { Succeeded: 0, Failed: 2, Rejected: 0, Unknown: 0 };
  expect(await of("batchtask_tasks")).toEqual({ ...counts, ...endCounts });
  expect(await of("batchtask_longest_start_wait_seconds")).toEqual({
    Pending: 105,
    ImagePullBackOff: 100,
    CreateForbidden: 30,
    Running: 10,
  });
  metrics.watchTasks({ tasks: () => [], now: () => START + 100_000, hasNamespace: () => true });
  expect(await of("batchtask_longest_start_wait_seconds")).toEqual({ Pending: 0 });
  metrics.watchTasks(undefined);
  expect(await of("batchtask_tasks")).toEqual({});
  expect(await of("batchtask_longest_start_wait_seconds")).toEqual({});
});

test("a scrape of many tasks leaves the event loop to others", async () => {
  const metrics = createMetrics();
  const many = Array<BatchTask>(10_000).fill(created({ creationTimestamp: at(0) }));
  metrics.watchTasks({ tasks: () => many, now: () => START, hasNamespace: () => true });
  let ended = false;
  const scrape = metrics.registry.metrics().then(() => (ended = true));
  await setImmediate();
  expect(ended).toBe(false);
  await scrape;
});

/** Metrics of tasks in these namespaces, of which two have series of their own. */
function inNamespaces(...names: string[]) {
  const metrics = createMetrics({ byNamespace: 2 });
  const gone = new Set<string>();
  const tasks = names.map((namespace, index): BatchTask => {
    const made = created({ creationTimestamp: at(-index) });
    return { ...made, metadata: { ...made.metadata, namespace }, status: status({ phase: "Starting" }) };
  });
  metrics.watchTasks({
    tasks: () => tasks.filter(({ metadata }) => !gone.has(metadata.namespace)),
    now: () => START,
    hasNamespace: (name) => !gone.has(name),
  });
  const samples = async (name: string) => {
    const { values = [] } = (await metrics.registry.getSingleMetric(name)?.get()) ?? {};
    return values.map(({ labels, value }) => [Object.values(labels).join("/"), value] as const);
  };
  return {
    metrics,
    gone,
    samples,
    starting: async () => only(await samples("batchtask_tasks"), "Starting/"),
  };
}

const only = (samples: (readonly [string, number])[], prefix: string) =>
  Object.fromEntries(
    samples.flatMap(([labels, value]) =>
      labels.startsWith(prefix) ? [[labels.slice(prefix.length), value]] : [],
    ),
  );

test("by namespace: so many have their own series, with every phase; those of the others are one", async () => {
  const { samples, starting } = inNamespaces("a", "b", "c", "b", "d");
  expect(await starting()).toEqual({ a: 1, b: 2, _other: 2 });
  expect(await starting()).toEqual({ a: 1, b: 2, _other: 2 });
  expect(only(await samples("batchtask_tasks"), "Failed/")).toEqual({ a: 0, b: 0, _other: 0 });
  const waits = only(await samples("batchtask_longest_start_wait_seconds"), "Starting/");
  expect(waits).toEqual({ a: 0, b: 0, _other: 0 });
});

test("a namespace that is gone leaves its series to the next one; one without tasks keeps them", async () => {
  const { metrics, gone, starting } = inNamespaces("a", "b", "c");
  await starting();
  gone.add("a");
  expect(await starting()).toEqual({ b: 1, c: 1, _other: 0 });
  metrics.watchTasks({ tasks: () => [], now: () => START, hasNamespace: () => true });
  expect(await starting()).toEqual({ b: 0, c: 0, _other: 0 });
});

test("the counters of a namespace that is gone go with it, and another namespace's stay", async () => {
  const { metrics, gone, samples, starting } = inNamespaces("a", "b");
  await starting();
  const [a, b] = ["a", "b"].map((namespace) => {
    const made = created({ creationTimestamp: at(0) });
    return { ...made, metadata: { ...made.metadata, namespace } };
  });
  for (const task of [a, b])
    if (task)
      metrics.statusWritten({
        task,
        before: undefined,
        after: ended("Failed", "DeadlineExceeded"),
        job: undefined,
        at: START,
      });
  const failures = async () =>
    only(await samples("batchtask_runs_finished_total"), "Failed/DeadlineExceeded/");
  expect(await failures()).toEqual({ _other: 0, a: 1, b: 1 });
  gone.add("a");
  await starting();
  expect(await failures()).toEqual({ _other: 0, b: 1 });
});
