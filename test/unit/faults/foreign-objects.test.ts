import { expect, test } from "vitest";
import type { BatchTask } from "../../../src/api/batchtask.ts";
import type { KubeObject, OwnerReference } from "../../../src/kube/object.ts";
import { jobName } from "../../../src/job/job-name.ts";
import { foreignObjects } from "../../faults/oracles/foreign-objects.ts";
import type { Call } from "../../faults/proxy/call.ts";
import { run, task } from "../support/task.ts";
import { call, evidence, seen } from "./evidence.ts";

const ours: KubeObject = { metadata: { name: "report", uid: "task-uid" } };
const NAME = jobName({ name: "report", uid: "task-uid" }, 1);

const owner = (fields: Partial<OwnerReference> = {}): OwnerReference => ({
  apiVersion: "batchtask.dev/v1alpha1",
  kind: "BatchTask",
  name: "report",
  uid: "task-uid",
  controller: true,
  ...fields,
});

const job = (fields: KubeObject["metadata"] = {}): KubeObject => ({
  metadata: {
    name: NAME,
    uid: "job-uid",
    labels: { "batchtask.dev/run": "1" },
    ownerReferences: [owner()],
    ...fields,
  },
});

const exactly = { preconditions: { uid: "job-uid" } };
const create = (body: KubeObject): Call => call({ verb: "create", resource: "jobs", body });
const patch = (body: object): Call => call({ verb: "patch", resource: "jobs", name: NAME, body });
const remove = (body: object): Call => call({ verb: "delete", resource: "jobs", name: NAME, body });

const judge = (one: Call, ...jobs: KubeObject[]): string[] =>
  foreignObjects(evidence({ calls: [one], taskSights: [seen(ours)], jobSights: jobs.map(seen) }));

test("a Job of a task may be made, changed and deleted by its UID", () => {
  expect(judge(create(job()))).toEqual([]);
  expect(judge(patch({ metadata: { uid: "job-uid" } }), job())).toEqual([]);
  expect(judge(remove(exactly), job())).toEqual([]);
});

test("a Job that is made is the task's by UID, name and run", () => {
  const [other, none] = [owner({ uid: "other-uid" }), { ownerReferences: [] }];
  expect(judge(create(job(none)))).toEqual(["create jobs : its controller is nobody"]);
  expect(judge(create(job({ ownerReferences: [other] })))).toEqual([
    "create jobs : there never was a task report with the UID other-uid",
  ]);
  expect(judge(create(job({ labels: { "batchtask.dev/run": "2" } })))[0]).toMatch(
    /run 2 of report has the Job/,
  );
});

test("a Job that is changed or deleted is one that was seen, and the task's", () => {
  const foreign = job({ ownerReferences: [owner({ kind: "CronJob" })] });
  for (const one of [patch({ metadata: { uid: "job-uid" } }), remove(exactly)]) {
    expect(judge(one)[0]).toMatch(/no Job of that name ever had the UID job-uid/);
    expect(judge(one, foreign)[0]).toMatch(/its controller is CronJob/);
    expect(judge(one, job({ ownerReferences: [owner({ uid: "other-uid" })] }))[0]).toMatch(
      /never was a task/,
    );
  }
  expect(judge(remove({}), job())[0]).toMatch(/names no UID/);
  expect(judge(patch({ spec: {} }), job())[0]).toMatch(/names no UID/);
});

test("of a Job's status its start is taken away, once it is suspended, and nothing else", () => {
  const suspended = { ...job(), spec: { suspend: true } };
  const write = (status: object): Call => ({
    ...patch({ metadata: { uid: "job-uid" }, status }),
    subresource: "status",
  });
  expect(judge(write({ startTime: null }), job(), suspended)).toEqual([]);
  expect(judge(write({ startTime: null }), job())[0]).toMatch(/never was suspended/);
  const restored = { taskSights: [seen(ours)], jobSights: [seen(job())], pastSights: [seen(suspended)] };
  expect(foreignObjects(evidence({ calls: [write({ startTime: null })], ...restored }))).toEqual([]);
  expect(judge(write({ startTime: null, active: 0 }), suspended)[0]).toMatch(/no business there/);
  expect(judge(write({ startTime: "2026-01-01T00:00:00Z" }), suspended)[0]).toMatch(/no business there/);
});

const known = (deleteAfterSeconds: number | undefined, completionTime: string | undefined): BatchTask =>
  task(
    { runs: { onChange: "WhenFinished", readyWhen: "Complete", historyLimit: 5, deleteAfterSeconds } },
    { observedGeneration: 1, run: run({ completionTime }) },
  );

test.each([
  ["a task that has ended and whose time is over", known(1, "2026-01-01T00:00:00Z"), "task-uid", /^$/],
  ["a task of the same name", known(1, "2026-01-01T00:00:00Z"), "other-uid", /no task of that name/],
  ["a task that goes on", known(1, undefined), "task-uid", /has not ended/],
  ["a task that is to stay", known(undefined, "2026-01-01T00:00:00Z"), "task-uid", /no deleteAfterSeconds/],
])("the deletion of %s", (_, object, uid, objection) => {
  const one = call({
    verb: "delete",
    resource: "batchtasks",
    name: "report",
    body: { preconditions: { uid } },
  });
  const found = foreignObjects(evidence({ calls: [one], taskSights: [seen(object)] }));
  expect(found.join()).toMatch(objection);
});

test("of a task only the status is written, and nothing of other kinds", () => {
  const body = { metadata: { uid: "task-uid" } };
  const write = (fields: Partial<Call>): Call =>
    call({ verb: "replace", resource: "batchtasks", name: "report", body, ...fields });
  expect(judge(write({ subresource: "status" }))).toEqual([]);
  expect(judge(write({}))[0]).toMatch(/its author's/);
  expect(judge(write({ resource: "pods" }))[0]).toMatch(/none of ours/);
});
