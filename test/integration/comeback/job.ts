import type { Job } from "../../../src/api/job.ts";
import { JOBS } from "../../../src/api/resources.ts";
import { isSince } from "../support/kubernetes.ts";
import type { Client } from "../../../src/kube/client.ts";

/** Writes what the Job controller writes at a Job's end, where that controller is not there. */
export async function completeJob(client: Client, job: Job): Promise<void> {
  const { namespace, name = "" } = job.metadata ?? {};
  const now = new Date().toISOString().replace(/\.\d+/, "");
  const condition = (type: string) => ({
    type,
    status: "True",
    reason: "CompletionsReached",
    message: "Reached expected number of succeeded pods",
    lastProbeTime: now,
    lastTransitionTime: now,
  });
  const status = {
    active: 0,
    ready: 0,
    terminating: 0,
    succeeded: 1,
    startTime: job.status?.startTime ?? now,
    completionTime: now,
    uncountedTerminatedPods: {},
    conditions: [...(isSince(31) ? [condition("SuccessCriteriaMet")] : []), condition("Complete")],
  };
  await client.mergePatch(JOBS, { namespace, name }, { status }, { subresource: "status" });
}
