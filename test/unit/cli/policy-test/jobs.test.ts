import { expect, test } from "vitest";
import { CRONJOBS, JOBS } from "../../../../src/api/resources.ts";
import { NOTHING_KNOWN } from "../../../../src/cli/policies/known.ts";
import { outcomeOfJob, readJobs } from "../../../../src/cli/policy-test/jobs.ts";
import type { JobSubject } from "../../../../src/guardrails/jobs/subject.ts";
import type { Client } from "../../../../src/kube/client.ts";
import { spec } from "../../support/task.ts";

const signal = new AbortController().signal;
const owner = { apiVersion: "batch/v1", kind: "CronJob", name: "nightly", uid: "u", controller: true };
const named = (name: string, namespace: string, more: object = {}) => ({
  metadata: { name, namespace, ...more },
});

/** An API server with some Jobs and CronJobs; says what it was asked for. */
function server(asked: string[]): Pick<Client, "list"> {
  const jobs = [
    { ...named("by-hand", "team"), spec: spec() },
    { ...named("nightly-1", "team", { ownerReferences: [owner] }), spec: spec() },
    { ...named("backup", "kube-system"), spec: spec() },
  ];
  const cronJobs = [{ ...named("nightly", "team"), spec: { jobTemplate: { spec: spec() } } }];
  const list = (resource: { kind: string }) => {
    asked.push(resource.kind);
    return Promise.resolve({
      items: resource.kind === JOBS.kind ? jobs : cronJobs,
      resourceVersion: "1",
      continue: undefined,
    });
  };
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what is asked of it here
  return { list } as unknown as Pick<Client, "list">;
}

test("what a controller made and what is the cluster's own is not judged", async () => {
  const asked: string[] = [];
  const found = await readJobs(server(asked), new Set(["Job", "CronJob"]), { signal });
  expect(found.map(({ kind, name }) => `${kind} ${name}`)).toEqual(["Job by-hand", "CronJob nightly"]);
  expect(asked).toEqual([JOBS.kind, CRONJOBS.kind]);
});

test("kinds that no policy names are not read", async () => {
  const asked: string[] = [];
  expect(await readJobs(server(asked), new Set(["BatchTask"]), { signal })).toEqual([]);
  expect(asked).toEqual([]);
});

const job: JobSubject = { kind: "Job", namespace: "team", name: "by-hand", spec: spec({ parallelism: 9 }) };
const policy = (more: object = {}) => ({
  apiVersion: "batchtask.dev/v1alpha1",
  kind: "BatchTaskPolicy",
  metadata: { name: "p" },
  spec: {
    mode: "Warn" as const,
    appliesTo: ["BatchTask" as const, "Job" as const],
    rules: { parallelism: { max: 3 }, ...more },
  },
});

test("a Job is refused, warned of, left alone, or not selected", () => {
  expect(outcomeOfJob(job, [policy()], { known: NOTHING_KNOWN, now: 0 })).toEqual({
    namespace: "team",
    task: "job/by-hand",
    result: "Warned",
    effects: [
      {
        field: "parallelism",
        asked: "9",
        applied: "9",
        rule: "parallelism",
        policy: "p",
        message: "spec.parallelism is 9, and policy p allows at most 3: set it to 3 or less",
        warned: true,
      },
    ],
  });
  const strict = policy({ parallelism: { max: 3, onViolation: "Reject" } });
  expect(outcomeOfJob(job, [strict], { known: NOTHING_KNOWN, now: 0 })).toMatchObject({
    result: "Refused",
    effects: [{ applied: "" }],
  });
  expect(outcomeOfJob({ ...job, spec: spec() }, [policy()], { known: NOTHING_KNOWN, now: 0 }).result).toBe(
    "Unchanged",
  );
  expect(outcomeOfJob({ ...job, kind: "CronJob" }, [policy()], { known: NOTHING_KNOWN, now: 0 }).result).toBe(
    "NotSelected",
  );
});

test("what a policy clamps in a Job is adjusted, and told in the words of admission", () => {
  const { spec: rules, ...rest } = policy({ activeDeadlineSeconds: { default: 60 } });
  const clamping = { ...rest, spec: { ...rules, onJobClamp: "Clamp" as const } };
  const { result, effects } = outcomeOfJob(job, [clamping], { known: NOTHING_KNOWN, now: 0 });
  expect(result).toBe("Adjusted");
  expect(effects.map(({ asked, applied, message }) => [asked, applied, message])).toEqual([
    ["9", "3", "spec.parallelism is 9, and policy p applies 3"],
    ["", "60", "policy p fills in 60 for spec.activeDeadlineSeconds"],
  ]);
  const modest = { ...job, spec: spec({ parallelism: 2 }) };
  expect(outcomeOfJob(modest, [clamping], { known: NOTHING_KNOWN, now: 0 }).result).toBe("Unchanged");
});

test("a label that a Job gets from its namespace is known where the namespace's labels are", () => {
  const { spec: rules, ...rest } = policy({
    labels: { required: ["cost"], fromNamespace: { cost: "example.com/cost" } },
  });
  const clamping = { ...rest, spec: { ...rules, mode: "Enforce" as const, onJobClamp: "Clamp" as const } };
  const modest = { ...job, spec: spec({ parallelism: 2 }) };
  const known = { labels: { "example.com/cost": "42" }, isAll: true };
  expect(outcomeOfJob(modest, [clamping], { known, now: 0 })).toMatchObject({
    result: "Unchanged",
    effects: [{ message: "policy p fills in 42 for spec.template.metadata.labels[cost]" }],
  });
  expect(outcomeOfJob(modest, [clamping], { known: NOTHING_KNOWN, now: 0 }).result).toBe("Refused");
});
