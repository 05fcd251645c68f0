import type { BatchTask } from "../../api/batchtask.ts";
import type { Job } from "../../api/job.ts";
import type { Client } from "../../kube/client.ts";
import type { KubeObject } from "../../kube/object.ts";
import type { Store } from "../../kube/store/store.ts";
import type { Problem } from "../../status/problem.ts";
import type { RenderedJob } from "../../job/render.ts";
import type { Action, Decision } from "./decide.ts";
import { describeOwner, isOurs } from "../../job/ownership.ts";
import { hasReason, problemOfChange, problemOfCreate } from "./refusal.ts";
import { BATCHTASKS, JOBS } from "../../api/resources.ts";

/** What came of an action. */
export interface Outcome {
  /** The run's Job after the action. */
  job?: Job | undefined;
  problem?: Problem | undefined;
  /** The task itself is gone, and its status with it. */
  taskDeleted?: boolean;
}

export interface Writes {
  client: Client;
  jobs: Store<Job>;
}

/**
 * The only writer, but for the status. What the API server refuses for good becomes a Problem, so that the status
 * goes on telling of the run; what may go away by itself (a timeout, a conflict, a server error) is thrown, to be
 * tried again. So is what is refused after the run's end, which its status no longer tells of.
 */
export async function apply(
  writes: Writes,
  task: BatchTask,
  decision: Pick<Decision, "run" | "action" | "job">,
  signal: AbortSignal,
): Promise<Outcome> {
  try {
    return await carryOut(writes, task, decision, signal);
  } catch (error) {
    const problem = decision.run.completionTime === undefined ? problemOfChange(error) : undefined;
    if (!problem) throw error;
    return { job: decision.job, problem };
  }
}

async function carryOut(
  writes: Writes,
  task: BatchTask,
  { action, job }: Pick<Decision, "action" | "job">,
  signal: AbortSignal,
): Promise<Outcome> {
  switch (action.kind) {
    case "None":
      return { job };
    case "DeclareLost":
      return { problem: { kind: "ResultLost", message: LOST } };
    case "Refuse":
      return { job, problem: { kind: "PolicyViolation", message: action.message } };
    case "Wait":
      return { job, problem: { kind: "Queued", ...action.place } };
    case "PatchJob":
      return { job: await patchJob(writes, action, signal) };
    case "DeleteJob":
      await writes.client.delete(JOBS, refOf(action.job), {
        ...exactly(action.job),
        propagationPolicy: "Foreground",
        signal,
      });
      return { job };
    case "DeleteTask":
      await writes.client.delete(BATCHTASKS, task.metadata, {
        ...exactly(task),
        propagationPolicy: "Background",
        signal,
      });
      return { taskDeleted: true };
    case "CreateJob":
      return createJob(writes, task, action.job, signal);
  }
}

const LOST = "The Job vanished, or no longer belongs to the task, before its result was recorded";

function refOf({ metadata }: KubeObject) {
  return { namespace: metadata?.namespace ?? "", name: metadata?.name ?? "" };
}

/** Preconditions: this very object in this very version, and no other of the same name. */
function exactly({ metadata }: KubeObject) {
  return { uid: metadata?.uid ?? "", resourceVersion: metadata?.resourceVersion };
}

async function patchJob(
  writes: Writes,
  { job, patch }: Extract<Action, { kind: "PatchJob" }>,
  signal: AbortSignal,
): Promise<Job> {
  const body = { ...patch, metadata: { ...patch.metadata, ...exactly(job) } };
  const patched = await writes.client.mergePatch(JOBS, refOf(job), body, { signal });
  remember(writes, patched);
  return patched;
}

/** The next read sees the write, though the watch may bring it later. */
function remember({ jobs }: Writes, job: Job): void {
  jobs.upsert(job);
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
