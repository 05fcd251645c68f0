import type { Failure } from "../../api/failure.ts";
import { UNPAUSED_ANNOTATION } from "../../api/group.ts";
import type { Job } from "../../api/job.ts";
import { isPaused, podCounts } from "../../job/conditions.ts";
import type { StatusInputs } from "../inputs.ts";
import { hasBegun, isHeld, waitsSince } from "./begun.ts";

/** Nothing says why no pod runs. */
export const NO_CAUSE: Failure = { reason: "NotStarted", message: "nothing says why" };

/**
 * Longest time until a pod runs: the first one, counted from the Job's start, or from when its creation first failed; and
 * each one that takes another's place, counted from its own creation, while none runs. What was guarded counts. Somebody
 * holds the pods of a Job with parallelism 0 and those with a scheduling gate: the time counts from when that ends.
 */
export function isPastStartDeadline(inputs: StatusInputs): boolean {
  const limit = inputs.guarded.spec.runs?.startDeadlineSeconds;
  const since = limit === undefined ? undefined : waitingSince(inputs);
  return limit !== undefined && since !== undefined && Date.parse(inputs.now) - since >= limit * 1_000;
}

/** Since when a pod is waited for, milliseconds since the epoch; undefined: none is, or it can't be told. */
export function waitingSince(inputs: Omit<StatusInputs, "task" | "guarded" | "now">): number | undefined {
  const { problem, heldUntil = 0 } = inputs;
  if (problem?.kind === "CreateFailing") return problem.since;
  const since = wantedSince(inputs);
  return since === undefined ? undefined : Math.max(since, heldUntil);
}

type Seen = Pick<StatusInputs, "run" | "job" | "evidence">;

function wantedSince({ run, job, evidence }: Seen): number | undefined {
  const startTime = job?.status?.startTime;
  if (startTime === undefined || isPaused(job) || (evidence && isHeld(evidence))) return undefined;
  if (!hasBegun({ run, job, evidence })) return podsWantedSince(startTime, job);
  return evidence && waitsSince(evidence, podCounts(job));
}

/** Since when a Job that was started asks for pods, in milliseconds since the epoch. */
export function podsWantedSince(startTime: string, job: Job | undefined): number {
  const unpaused = Date.parse(job?.metadata?.annotations?.[UNPAUSED_ANNOTATION] ?? "");
  return Number.isNaN(unpaused) ? Date.parse(startTime) : Math.max(unpaused, Date.parse(startTime));
}
