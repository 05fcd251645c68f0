import type { BatchTask } from "../../api/batchtask.ts";
import type { Job } from "../../api/job.ts";
import { JOBS } from "../../api/resources.ts";
import type { RenderedJob } from "../../job/render.ts";
import { keyOf } from "../../kube/object.ts";
import type { Problem } from "../../status/problem.ts";
import { adoptOrCollide, type Writes } from "./adopt.ts";
import { hasReason, problemOfCreate } from "./refusal.ts";

/** The run's Job after an action, or why there is none. */
export interface Created {
  job?: Job | undefined;
  problem?: Problem | undefined;
  /** The Job was there already: of the run, and made of the spec as it was then. */
  isAdopted?: boolean;
}

/**
 * Creates the Job of a run; unknown fields are refused.
 * @throws what may go away by itself, until it has failed three times
 */
export async function createJob(
  writes: Writes,
  task: BatchTask,
  job: RenderedJob,
  signal: AbortSignal,
): Promise<Created> {
  writes.unstarted.begin(task);
  try {
    const created = await writes.client.create(JOBS, job, { fieldValidation: "Strict", signal });
    // The next read sees the write, though the watch may bring it later.
    writes.jobs.upsert(created);
    writes.creationFailures.forget(keyOf(task));
    return { job: created };
  } catch (error) {
    if (hasReason(error, "AlreadyExists")) return adoptOrCollide(writes, task, job, signal);
    const problem = problemOfCreate(error) ?? writes.creationFailures.problem(task, error);
    if (!problem) throw error;
    return { problem };
  }
}
