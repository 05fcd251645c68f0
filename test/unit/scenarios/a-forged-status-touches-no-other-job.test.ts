import { expect, test } from "vitest";
import type { Job } from "../../../src/api/job.ts";
import type { Run } from "../../../src/api/status.ts";
import { reconcile } from "../../../src/controllers/batchtask/reconcile.ts";
import { BATCHTASKS, JOBS } from "../../../src/api/resources.ts";
import { createFakeApi } from "../../support/fake-api/api.ts";
import { createReplica } from "../support/replica.ts";
import { run, task } from "../support/task.ts";

const never = new AbortController().signal;
const now = (): number => Date.UTC(2026, 0, 2);

/** Somebody's Job, with all the labels and the name of one of ours, and another controller or none. */
const victim = (ownerReferences: object[]): Job =>
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- as a stranger would write it
  ({
    metadata: {
      namespace: "team",
      name: "payroll",
      labels: { "batchtask.dev/name": "report", "batchtask.dev/run": "1" },
      ownerReferences,
    },
    spec: { backoffLimit: 7, ttlSecondsAfterFinished: 5, template: {} },
    status: { active: 1, startTime: "2026-01-01T00:00:00Z" },
  }) as Job;

const other = { apiVersion: "batchtask.dev/v1alpha1", kind: "BatchTask", name: "report", uid: "another-uid" };
const OWNERS: Record<string, object[]> = {
  "no owner": [],
  "another task's": [{ ...other, controller: true }],
  "ours, but not as the controller": [{ ...other, uid: "TASK", controller: false }],
};
const FORGED: Record<string, Partial<Run>> = {
  "a run that goes on": { jobUID: "VICTIM" },
  "a run that is to be stopped": { jobUID: "VICTIM", stopping: true },
  "a run that is about to start": {},
  "a run that has ended, whose Job should rest": {
    jobUID: "VICTIM",
    completionTime: "2026-01-01T00:00:00Z",
  },
};
const cases = Object.keys(OWNERS).flatMap((owner) =>
  Object.keys(FORGED).map((forged) => ({ owner, forged })),
);

test.each(cases)("a status that names somebody else's Job ($owner) as $forged", async ({ owner, forged }) => {
  const { client } = createFakeApi(now);
  const created = await client.create(BATCHTASKS, task());
  const owners = (OWNERS[owner] ?? []).map((one) =>
    "uid" in one && one.uid === "TASK" ? { ...one, uid: created.metadata.uid } : one,
  );
  const job = await client.create(JOBS, victim(owners));
  const { jobUID, ...rest } = FORGED[forged] ?? {};
  const forgedRun = run({ ...rest, jobName: "payroll", ...(jobUID && { jobUID: job.metadata?.uid ?? "" }) });
  const status = {
    observedGeneration: created.metadata.generation,
    phase: "Running" as const,
    run: forgedRun,
  };
  await client.replaceStatus(BATCHTASKS, { ...created, status });

  const replica = createReplica(client, now);
  for (let i = 0; i < 5; i += 1) {
    for (const one of (await client.list(BATCHTASKS)).items) replica.tasks.upsert(one);
    for (const one of (await client.list(JOBS)).items) replica.jobs.upsert(one);
    await reconcile(replica, "team/report", never);
  }
  expect(await client.get(JOBS, { namespace: "team", name: "payroll" })).toEqual(job);
});
