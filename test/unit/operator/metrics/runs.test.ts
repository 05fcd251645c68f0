import { expect, test } from "vitest";
import type { BatchTask } from "../../../../src/api/batchtask.ts";
import type { Job } from "../../../../src/api/job.ts";
import type { BatchTaskStatus, Phase } from "../../../../src/api/status.ts";
import { createMetrics } from "../../../../src/operator/metrics/metrics.ts";
import { reasonLabel } from "../../../../src/operator/metrics/reason.ts";
import { spec, task } from "../../support/task.ts";

const START = Date.UTC(2026, 0, 1);
const at = (seconds: number): string => new Date(START + seconds * 1000).toISOString();

interface Wanted {
  phase: Phase;
  reason?: string;
  number?: number;
  run?: Partial<BatchTaskStatus["run"]>;
  readySince?: number;
}

/** A status of a run that was recorded at once, and whose Ready has not changed since. */
function status({ phase, reason = phase, number = 1, run = {}, readySince = 0 }: Wanted): BatchTaskStatus {
  const ready = { type: "Ready", status: "False", reason, message: "", lastTransitionTime: at(readySince) };
  return {
    observedGeneration: 1,
    phase,
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the rest of a condition plays no part
    conditions: [ready] as BatchTaskStatus["conditions"],
    run: {
      number,
      jobName: `report-${number}`,
      templateHash: "h",
      trigger: number === 1 ? "Created" : "SpecChanged",
      requestTime: at(0),
      ...run,
    },
  };
}

const ended = (phase: Phase, reason?: string, number = 1): BatchTaskStatus =>
  status({ phase, ...(reason !== undefined && { reason }), number, run: { completionTime: at(20) } });
const job = (end: number): Job => ({ status: { completionTime: at(end) } });

function created(metadata: { creationTimestamp: string; deletionTimestamp?: string }): BatchTask {
  const made = task();
  return { ...made, metadata: { ...made.metadata, ...metadata } };
}

/** What is exported after these steps, each from one status to the next. */
async function afterSteps(
  statuses: (BatchTaskStatus | undefined)[],
  { seconds = 10, job }: { seconds?: number; job?: Job } = {},
) {
  const metrics = createMetrics();
  for (const [i, after] of statuses.entries())
    if (i > 0 && after)
      metrics.statusWritten({
        task: created({ creationTimestamp: at(0) }),
        before: statuses[i - 1],
        after,
        job,
        at: START + seconds * 1000,
      });
  return {
    /** The samples of a metric that are not 0, by their labels' values. */
    async of(name: string): Promise<Record<string, number>> {
      const { values = [] } = (await metrics.registry.getSingleMetric(name)?.get()) ?? {};
      return Object.fromEntries(
        values
          .filter(({ value }) => value !== 0)
          .map(({ labels, value }) => [Object.values(labels).join("/"), value]),
      );
    },
    /** Count and sum of a histogram. */
    async total(name: string): Promise<[number, number]> {
      const text = (await metrics.registry.getSingleMetricAsString(name)).split("\n");
      const read = (suffix: string): number =>
        Number(text.find((line) => line.startsWith(`${name}_${suffix} `))?.split(" ")[1]);
      return [read("count"), read("sum")];
    },
  };
}

test("a run that ends is counted once, whatever is written of it afterwards", async () => {
  const running = status({ phase: "Running", run: { jobUID: "u" } });
  const failed = ended("Failed", "BackoffLimitExceeded");
  const exported = await afterSteps([undefined, running, failed, { ...failed, observedGeneration: 2 }]);
  expect(await exported.of("batchtask_runs_finished_total")).toEqual({ "Failed/BackoffLimitExceeded": 1 });
});

test("each run counts: one stopped for an edit, one refused, one refused anew, one that succeeded", async () => {
  const exported = await afterSteps([
    status({ phase: "Running", run: { jobUID: "u" } }),
    status({ phase: "Pending", number: 2 }),
    ended("Rejected", "PolicyViolation", 2),
    ended("Rejected", "PolicyViolation", 3),
    status({ phase: "Pending", number: 4 }),
    ended("Succeeded", "Succeeded", 4),
  ]);
  expect(await exported.of("batchtask_runs_finished_total")).toEqual({
    "Replaced/Replaced": 1,
    "Rejected/PolicyViolation": 2,
    "Succeeded/Succeeded": 1,
  });
});

test("a reason that somebody made up is no label of its own", async () => {
  expect(reasonLabel("ImagePullBackOff")).toBe("ImagePullBackOff");
  expect(reasonLabel("Whatever-1f3a")).toBe("Other");
  expect(reasonLabel("constructor")).toBe("Other");
  const running = status({ phase: "Running", run: { jobUID: "u" } });
  const exported = await afterSteps([running, ended("Failed", "Whatever-1f3a")]);
  expect(await exported.of("batchtask_runs_finished_total")).toEqual({ "Failed/Other": 1 });
});

test("from the task's creation to its Job, for a first run that waited in no line", async () => {
  const withJob = (wanted: Wanted) => status({ ...wanted, run: { jobUID: "u" } });
  const name = "batchtask_job_creation_latency_seconds";
  const pending = status({ phase: "Pending" });
  const made = { job: { metadata: { creationTimestamp: at(7) } } };
  const first = [pending, withJob({ phase: "Pending" })];
  expect(await (await afterSteps(first, made)).total(name)).toEqual([1, 7]);
  expect(await (await afterSteps(first)).total(name)).toEqual([0, 0]);
  const queued = status({ phase: "Queued" });
  expect(await (await afterSteps([queued, withJob({ phase: "Pending" })], made)).total(name)).toEqual([0, 0]);
  const second = withJob({ phase: "Pending", number: 2 });
  expect(await (await afterSteps([ended("Failed"), second], made)).total(name)).toEqual([0, 0]);
});

test("from the Job's end to its result; not where no Job told of an end", async () => {
  const running = status({ phase: "Running", run: { jobUID: "u" } });
  const name = "batchtask_result_latency_seconds";
  const noted = { ...ended("Succeeded"), observedGeneration: 2 };
  const seen = await afterSteps([running, ended("Succeeded"), noted], { seconds: 23, job: job(20) });
  expect(await seen.total(name)).toEqual([1, 3]);
  const lost = await afterSteps([running, ended("Unknown", "ResultLost")], { seconds: 23 });
  expect(await lost.total(name)).toEqual([0, 0]);
  const skewed = await afterSteps([running, ended("Succeeded")], { seconds: 19, job: job(20) });
  expect(await skewed.total(name)).toEqual([1, 0]);
});

test("the wait in a line, since the run was recorded or resumed", async () => {
  const name = "batchtask_queue_wait_seconds";
  const pending = status({ phase: "Pending", run: { jobUID: "u" } });
  expect(await (await afterSteps([status({ phase: "Queued" }), pending])).total(name)).toEqual([1, 10]);
  const resumed = status({ phase: "Queued", readySince: 4 });
  expect(await (await afterSteps([resumed, pending])).total(name)).toEqual([1, 6]);
  const suspended = status({ phase: "Suspended" });
  expect(await (await afterSteps([resumed, suspended])).total(name)).toEqual([0, 0]);
  const preempted = status({ phase: "Queued", run: { podStartTime: at(1) } });
  expect(await (await afterSteps([preempted, pending])).total(name)).toEqual([0, 0]);
  expect(await (await afterSteps([resumed, ended("Rejected")])).total(name)).toEqual([0, 0]);
});

test("values changed and refused, by rule, policy and mode: once for each run and value", async () => {
  const common = { field: "backoffLimit", applied: "10", rule: "backoffLimit" };
  const clamped = { ...common, asked: "50", policy: "team" };
  const filled = { field: "ttlSecondsAfterFinished", applied: "60", rule: "ttl", policy: "baseline" };
  const warned = { ...common, asked: "50", policy: "trial", mode: "Warn" as const };
  const refused = { field: "image", asked: "a:latest", rule: "images", policy: "team", message: "one" };
  const clampedToo = { ...clamped, rule: "images", field: "image", applied: "a:1" };
  const first = { ...status({ phase: "Pending" }), adjustments: [clamped, filled, warned] };
  const exported = await afterSteps([
    undefined,
    first,
    { ...first, phase: "Running", violations: [refused], adjustments: [...first.adjustments, clampedToo] },
    { ...first, phase: "Running", violations: [{ ...refused, message: "other words" }] },
    { ...status({ phase: "Pending", number: 2 }), adjustments: [clamped], violations: [refused] },
  ]);
  expect(await exported.of("batchtask_adjustments_total")).toEqual({
    "backoffLimit/team/Enforce": 2,
    "backoffLimit/trial/Warn": 1,
  });
  expect(await exported.of("batchtask_rejections_total")).toEqual({ "images/team/Enforce": 2 });
});

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
  const counts = { Pending: 3, Queued: 1, Running: 4, Suspended: 1, Finishing: 0 };
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

test("the age of a watch, but for a resource that is done without", async () => {
  const metrics = createMetrics();
  const reflector = (ms: number) => ({ lastActivityMs: () => ms });
  metrics.caches.watchAges({
    batchtasks: [reflector(0), reflector(1_500)],
    jobs: [reflector(Number.POSITIVE_INFINITY)],
    batchtaskpolicies: [{ ...reflector(2_000), unavailable: false }],
    namespaces: [{ ...reflector(Number.POSITIVE_INFINITY), unavailable: true }],
  });
  const text = await metrics.registry.getSingleMetricAsString("batchtask_watch_age_seconds");
  expect(text.split("\n").slice(2)).toEqual([
    'batchtask_watch_age_seconds{resource="batchtasks"} 1.5',
    'batchtask_watch_age_seconds{resource="jobs"} +Inf',
    'batchtask_watch_age_seconds{resource="batchtaskpolicies"} 2',
  ]);
});
