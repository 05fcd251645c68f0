import type { BatchTask, BatchTaskSpec } from "../../../src/api/batchtask.ts";
import type { Job } from "../../../src/api/job.ts";
import type { Schedule } from "../../../src/api/schedule.ts";
import type { BatchTaskStatus, Run } from "../../../src/api/status.ts";
import { templateHash } from "../../../src/job/template-hash.ts";

/** A spec with one container, and whatever the test is about. */
export function spec(fields: Partial<BatchTaskSpec> = {}): BatchTaskSpec {
  return {
    template: { spec: { restartPolicy: "Never", containers: [{ name: "main", image: "busybox:1.36" }] } },
    ...fields,
  };
}

/** A schedule as the API server stores it: of each full hour, where the test does not say otherwise. */
export function schedule(fields: Partial<Schedule> = {}): Schedule {
  return { cron: "@hourly", timeZone: "Etc/UTC", concurrencyPolicy: "Queue", ...fields };
}

/** The task below: its key in a cache or queue, and what it is asked for by. */
export const TASK_KEY = "team/report";
export const TASK_REF = { namespace: "team", name: "report" };

export function task(fields: Partial<BatchTaskSpec> = {}, status?: BatchTaskStatus): BatchTask {
  return {
    apiVersion: "batchtask.dev/v1alpha1",
    kind: "BatchTask",
    metadata: { name: "report", namespace: "team", uid: "task-uid", resourceVersion: "7", generation: 2 },
    spec: spec(fields),
    ...(status && { status }),
  };
}

export function run(fields: Partial<Run> = {}): Run {
  return {
    number: 1,
    jobName: "report-1-abcdef12",
    templateHash: "0".repeat(16),
    trigger: "Created",
    requestTime: "2026-01-01T00:00:00Z",
    ...fields,
  };
}

/** A Job of the task above. */
export function job(fields: { spec?: object; status?: Job["status"]; metadata?: object } = {}): Job {
  const owner = {
    apiVersion: "batchtask.dev/v1alpha1",
    kind: "BatchTask",
    name: "report",
    uid: "task-uid",
    controller: true,
  };
  return {
    metadata: {
      name: "report-1-abcdef12",
      namespace: "team",
      uid: "job-uid",
      resourceVersion: "9",
      labels: { "batchtask.dev/name": "report", "batchtask.dev/run": "1" },
      annotations: { "batchtask.dev/template-hash": templateHash(spec()) },
      ownerReferences: [owner],
      ...fields.metadata,
    },
    spec: { template: {}, ...fields.spec },
    ...(fields.status && { status: fields.status }),
  };
}
