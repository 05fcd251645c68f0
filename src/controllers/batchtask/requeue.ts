import { isPaused } from "../../job/conditions.ts";
import { readyOf } from "../../api/condition.ts";
import type { BatchTaskSpec } from "../../api/batchtask.ts";
import type { Job } from "../../api/job.ts";
import type { BatchTaskStatus } from "../../api/status.ts";
import type { Result } from "../../kube/controller.ts";
import type { Problem } from "../../status/problem.ts";
import { podsWantedSince } from "../../status/failure/start-deadline.ts";

const SHORTEST_MS = 1_000;
const LONGEST_MS = 60_000;

/** Problems that only the cluster or its people can solve. The others end the run, or end with the task itself. */
const WORTH_ANOTHER_LOOK: ReadonlySet<Problem["kind"]> = new Set([
  "CreateFailing",
  "CreateForbidden",
  "NameCollision",
  "ReconcileError",
]);

/** What the next look depends on. */
export interface Outlook {
  status: BatchTaskStatus;
  guarded: BatchTaskSpec;
  job?: Job | undefined;
  problem?: Problem | undefined;
  /** Milliseconds since the epoch. */
  now: number;
}

/** When to look at a task again although nothing changes: the earliest of all that time alone brings. */
export function requeueAfter(outlook: Outlook): Result {
  const times = [
    problemLook(outlook),
    creationLimit(outlook),
    ...startLooks(outlook),
    deletion(outlook),
  ].filter((ms) => ms !== undefined);
  return times.length === 0 ? {} : { requeueAfterMs: Math.max(1, Math.min(...times)) };
}

/** A problem that may go away: the longer it lasts, the more rarely; at least each minute. */
function problemLook({ problem, status, now }: Outlook): number | undefined {
  if (problem?.kind === "Queued") return lookAtLine(problem.position);
  if (!problem || !WORTH_ANOTHER_LOOK.has(problem.kind)) return undefined;
  const since = readyOf(status)?.lastTransitionTime;
  return interval(since === undefined ? now : Date.parse(since), now);
}

/** Until when the Job of a run may fail to be created. */
function creationLimit({ problem, guarded, now }: Outlook): number | undefined {
  const limit = guarded.runs?.startDeadlineSeconds;
  if (problem?.kind !== "CreateFailing" || limit === undefined) return undefined;
  const left = problem.since + limit * 1000 - now;
  return left > 0 ? left : undefined;
}

/** A run whose first pod has not begun to run: why, and until when. */
function startLooks({ status, guarded, job, now }: Outlook): number[] {
  const { run } = status;
  const startTime = job?.status?.startTime;
  if (!run || run.completionTime || run.podStartTime || startTime === undefined || isPaused(job)) return [];
  const limit = guarded.runs?.startDeadlineSeconds;
  const asked = podsWantedSince(startTime, job);
  const left = limit === undefined ? [] : [asked + limit * 1000 - now].filter((ms) => ms > 0);
  return [interval(asked, now), ...left];
}

function deletion({ status, guarded, now }: Outlook): number | undefined {
  const seconds = guarded.runs?.deleteAfterSeconds;
  const ended = status.run?.completionTime;
  if (seconds === undefined || ended === undefined) return undefined;
  const left = Date.parse(ended) + seconds * 1000 - now;
  // Past that time its Job is still being deleted, whose end wakes the task.
  return left > 0 ? left : LONGEST_MS;
}

function interval(since: number, now: number): number {
  return Math.min(Math.max((now - since) / 4, SHORTEST_MS), LONGEST_MS);
}

/**
 * A free slot wakes the next in line; all others only look now and then, so that their position
 * stays about right: the further back, the more rarely.
 */
function lookAtLine(position: number): number {
  return Math.min(5_000 + position * 250, LONGEST_MS);
}
