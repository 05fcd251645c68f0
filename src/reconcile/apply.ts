import type { BatchTask } from "../api/batchtask.ts";
import type { Job } from "../api/job.ts";
import type { Client } from "../kube/client.ts";
import type { Store } from "../kube/store.ts";
import type { Problem } from "../mirror/problem.ts";
import type { RenderedJob } from "../render/job.ts";
import { slimJob } from "./cached.ts";
import type { Decision } from "./decide.ts";
import { describeOwner, isOurs } from "./ownership.ts";
import { hasReason, problemOfCreate } from "./refusal.ts";
import { JOBS } from "./resources.ts";

/** What came of an action. */
export interface Outcome {
  /** The run's Job after the action. */
  job?: Job | undefined;
  problem?: Problem | undefined;
}

export interface Writes {
  client: Client;
  jobs: Store<Job>;
}

/**
 * The only writer of Jobs. What the API server refuses for good becomes a Problem; what may go
 * away by itself (a timeout, a conflict, a server error) is thrown, to be tried again.
 */
export async function apply(
  writes: Writes,
  task: BatchTask,
  { action, job }: Pick<Decision, "action" | "job">,
  signal: AbortSignal,
): Promise<Outcome> {
  switch (action.kind) {
    case "None":
      return { job };
    case "DeclareLost":
      return {
        problem: {
          kind: "ResultLost",
          message: "The Job vanished before its result was recorded; it is not started again",
        },
      };
    case "Refuse":
      return { job, problem: { kind: "PolicyViolation", message: action.message } };
    case "Wait":
      return { job, problem: { kind: "Queued", ...action.place } };
    case "PatchJob": {
      const { name = "", namespace = "", uid, resourceVersion } = action.job.metadata ?? {};
      const patch = { metadata: { uid, resourceVersion }, spec: action.patch };
      const patched = await writes.client.mergePatch(JOBS, { namespace, name }, patch, { signal });
      remember(writes, patched);
      return { job: patched };
    }
    case "CreateJob":
      return createJob(writes, task, action.job, signal);
  }
}

/** The next read sees the write, though the watch may bring it later. */
function remember({ jobs }: Writes, job: Job): void {
  jobs.observe(slimJob(job));
}

async function createJob(
  writes: Writes,
  task: BatchTask,
  job: RenderedJob,
  signal: AbortSignal,
): Promise<Outcome> {
  try {
    const created = await writes.client.create(JOBS, job, { fieldValidation: "Strict", signal });
    remember(writes, created);
    return { job: created };
  } catch (error) {
    if (hasReason(error, "AlreadyExists")) return adoptOrCollide(writes, task, job, signal);
    const problem = problemOfCreate(error);
    if (!problem) throw error;
    return { problem };
  }
}

/** The name is taken: by our own Job, whose creation was not heard of, or by somebody else's. */
async function adoptOrCollide(
  writes: Writes,
  task: BatchTask,
  job: RenderedJob,
  signal: AbortSignal,
): Promise<Outcome> {
  const found = await writes.client.get(JOBS, job.metadata, { signal });
  if (found && isOurs(found, task)) {
    remember(writes, found);
    return { job: found };
  }
  const owner = found ? `belongs to ${describeOwner(found)}` : "was there a moment ago";
  const message = `Job ${job.metadata.name} exists and ${owner}; it is left alone. Delete or rename it to let the run start`;
  return { problem: { kind: "NameCollision", message } };
}
