import { expect, test } from "vitest";
import type { Job } from "../../../../src/api/job.ts";
import { afterSteps, at, ended, status, type Wanted } from "./support/steps.ts";

const job = (end: number): Job => ({ status: { completionTime: at(end) } });

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

test("by namespace: an end counts where the task is, and each namespace's usual ends begin at 0", async () => {
  const failed = [undefined, ended("Failed", "BackoffLimitExceeded")];
  const exported = await afterSteps(failed, { byNamespace: 1 });
  expect(await exported.of("batchtask_runs_finished_total")).toEqual({
    "Failed/BackoffLimitExceeded/team": 1,
  });
  const shown = await exported.text("batchtask_runs_finished_total");
  for (const namespace of ["team", "_other"])
    expect(shown).toContain(`{outcome="Succeeded",reason="Succeeded",task_namespace="${namespace}"} 0`);
});

test("without namespaces no series has the label", async () => {
  const exported = await afterSteps([undefined, ended("Failed", "BackoffLimitExceeded")]);
  const shown = await exported.text("batchtask_runs_finished_total");
  expect(shown).toContain('{outcome="Failed",reason="BackoffLimitExceeded"} 1');
  expect(shown).not.toContain("task_namespace");
});
