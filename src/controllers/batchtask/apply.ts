import type { BatchTask } from "../../api/batchtask.ts";
import type { Job } from "../../api/job.ts";
import type { Run } from "../../api/status.ts";
import { BATCHTASKS, JOBS } from "../../api/resources.ts";
import type { KubeObject } from "../../kube/object.ts";
import type { Writes } from "./adopt.ts";
import { createJob, type Created } from "./create-job.ts";
import type { Action, Decision } from "./decide.ts";
import { problemOfChange } from "./refusal.ts";

/** What came of an action. */
export interface Outcome extends Created {
  /** The task itself is gone, and its status with it. */
  taskDeleted?: boolean;
  /** Another write was needed first: what was decided is not done yet. */
  isPostponed?: boolean;
  /** Why the TTL of the finished Job could not be lowered. */
  refusedTtl?: string;
}

/**
 * The only writer, but for the status. What the API server refuses for good becomes a Problem, so that the status
 * goes on telling of the run; what may go away by itself (a timeout, a conflict, a server error) is thrown, to be
 * tried again. So is what is refused after the run's end, which its status no longer tells of; but for the TTL of the
 * finished Job, which nothing depends on.
 */
export async function apply(
  writes: Writes,
  task: BatchTask,
  decision: Pick<Decision, "run" | "action" | "job">,
  signal: AbortSignal,
): Promise<Outcome> {
  const { action } = decision;
  try {
    if (action.kind !== "ForgetStart") return await carryOut(writes, task, { ...decision, action }, signal);
    const rest = { ...decision, action: action.otherwise };
    return (await forgetStart(writes, action.job, signal)) ?? (await apply(writes, task, rest, signal));
  } catch (error) {
    const problem = problemOfChange(error);
    if (!problem) throw error;
    if (decision.run.completionTime === undefined) return { job: decision.job, problem };
    if (decision.action.kind !== "PatchJob") throw error;
    return { job: decision.job, refusedTtl: problem.message };
  }
}

async function carryOut(
  writes: Writes,
  task: BatchTask,
  { run, action, job }: Pick<Decision, "run" | "job"> & { action: Exclude<Action, { kind: "ForgetStart" }> },
  signal: AbortSignal,
): Promise<Outcome> {
  const { client } = writes;
  switch (action.kind) {
    case "None":
      return { job };
    case "DeclareLost":
      return { problem: { kind: "ResultLost", message: LOST } };
    case "Refuse":
      return { job, problem: { kind: action.problem, message: action.message } };
    case "Wait":
      return { job, problem: action.hold };
    case "PatchJob":
      return patchJob(writes, run, action, signal);
    case "DeleteJob":
      await client.delete(JOBS, refOf(action.job), {
        ...exactly(action.job),
        propagationPolicy: "Foreground",
        signal,
      });
      return { job };
    case "DeleteTask":
      await client.delete(BATCHTASKS, task.metadata, {
        ...exactly(task),
        propagationPolicy: "Background",
        signal,
      });
      return { taskDeleted: true };
    case "CreateJob":
      return createJob(writes, task, action.job, signal);
  }
}

/** What changes nothing, as where somebody's webhook puts the value back, is no error, and must not be tried for ever. */
async function patchJob(
  { client, jobs }: Writes,
  { completionTime }: Run,
  { job, patch }: Extract<Action, { kind: "PatchJob" }>,
  signal: AbortSignal,
): Promise<Outcome> {
  const body = { ...patch, metadata: { ...patch.metadata, ...exactly(job) } };
  const patched = await client.mergePatch(JOBS, refOf(job), body, { signal });
  jobs.upsert(patched);
  if (completionTime === undefined || !isSameVersion(patched, job)) return { job: patched };
  return { job: patched, refusedTtl: "the patch was answered, and changed nothing" };
}

/** Undefined where the right to it is missing, as an older Role has it, or where it changes nothing. */
async function forgetStart(
  { client, jobs }: Writes,
  job: Job,
  signal: AbortSignal,
): Promise<Outcome | undefined> {
  const body = { metadata: exactly(job), status: { startTime: null } };
  try {
    const patched = await client.mergePatch(JOBS, refOf(job), body, { subresource: "status", signal });
    jobs.upsert(patched);
    return isSameVersion(patched, job) ? undefined : { job: patched, isPostponed: true };
  } catch (error) {
    if (problemOfChange(error)) return undefined;
    throw error;
  }
}

const isSameVersion = (a: KubeObject, b: KubeObject): boolean =>
  a.metadata?.resourceVersion === b.metadata?.resourceVersion;

const LOST = "The Job vanished, or no longer belongs to the task, before its result was recorded";

function refOf({ metadata }: KubeObject) {
  return { namespace: metadata?.namespace ?? "", name: metadata?.name ?? "" };
}

/** Preconditions: this very object in this very version, and no other of the same name. */
function exactly({ metadata }: KubeObject) {
  return { uid: metadata?.uid ?? "", resourceVersion: metadata?.resourceVersion };
}
