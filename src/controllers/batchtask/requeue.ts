import { isPaused } from "../../job/conditions.ts";
import { readyOf } from "../../api/condition.ts";
import type { BatchTaskSpec } from "../../api/batchtask.ts";
import type { Job } from "../../api/job.ts";
import type { BatchTaskStatus, Run } from "../../api/status.ts";
import type { Result } from "../../kube/controller.ts";
import type { Problem } from "../../status/problem.ts";
import { podsWantedSince } from "../../status/failure/start-deadline.ts";

const SHORTEST_MS = 1_000;
const LONGEST_MS = 60_000;
/** Who stands so far back is woken long before, or told the same again. */
const LONGEST_IN_LINE_MS = 300_000;
/** A run that is to fail for want of pods does so once it is known why: until then it asks this often. */
const PAST_DEADLINE_MS = 5_000;
/** Looks at runs that started together are spread by this part of the time between them. */
const SPREAD = 0.2;

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
function startLooks({ status: { run }, guarded, job, now }: Outlook): number[] {
  const startTime = job?.status?.startTime;
  if (startTime === undefined || isPaused(job) || !waitsForPods(run)) return [];
  const limit = guarded.runs?.startDeadlineSeconds;
  const asked = podsWantedSince(startTime, job);
  const look = interval(asked, now) * (1 - SPREAD * partOf(run?.jobUID));
  if (limit === undefined) return [look];
  const left = asked + limit * 1000 - now;
  return [look, left > 0 ? left : PAST_DEADLINE_MS];
}

function waitsForPods(run: Run | undefined): boolean {
  return run !== undefined && run.completionTime === undefined && run.podStartTime === undefined;
}

/** Of each run its own, from 0 to 1. */
function partOf(uid = ""): number {
  return (Number.parseInt(uid.slice(0, 4), 16) || 0) / 0xff_ff;
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
  return Math.min(5_000 + position * 250, LONGEST_IN_LINE_MS);
}
