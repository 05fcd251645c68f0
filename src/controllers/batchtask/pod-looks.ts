import type { Run } from "../../api/status.ts";
import { isPaused } from "../../job/conditions.ts";
import { podsWantedSince, waitingSince } from "../../status/failure/start-deadline.ts";
import { SCHEDULING_GATED } from "../../status/failure/unscheduled.ts";
import { UNREADY_MS } from "./diagnosis/symptom.ts";
import type { Outlook } from "./outlook.ts";

const SHORTEST_MS = 1_000;
/** Longest time between two looks at what may change by itself. */
export const LONGEST_MS = 60_000;
/** A run that is to fail for want of pods does so once it is known why: until then it asks this often. */
const PAST_DEADLINE_MS = 5_000;
/** Looks at runs that started together are spread by this part of the time between them. */
const SPREAD = 0.2;

/** In how many milliseconds a run's pods have to be looked at again: the first one, then all that have begun. */
export function podLooks(outlook: Outlook): number[] {
  const { run } = outlook.status;
  if (!run || run.completionTime !== undefined) return [];
  return run.podStartTime === undefined ? startLooks(outlook, run) : wellLooks(outlook, run);
}

/** A run whose first pod has not begun to run: why, and until when. */
function startLooks(outlook: Outlook, run: Run): number[] {
  const { job, now } = outlook;
  const startTime = job?.status?.startTime;
  if (startTime === undefined || isPaused(job)) return [];
  const asked = podsWantedSince(startTime, job);
  return [spread(interval(asked, now), run), ...startLimit(outlook, asked)];
}

/** When the first pod is late, unless a scheduling gate holds it. */
function startLimit({ status: { failure }, guarded, vital, now }: Outlook, asked: number): number[] {
  const limit = guarded.runs?.startDeadlineSeconds;
  if (limit === undefined || failure?.reason === SCHEDULING_GATED) return [];
  const left = Math.max(asked, vital?.heldUntil ?? 0) + limit * 1_000 - now;
  return [left > 0 ? left : PAST_DEADLINE_MS];
}

/** A run that has begun, and whose pods are not all ready: why, and until when. */
function wellLooks(outlook: Outlook, run: Run): number[] {
  const { unreadyForMs, recoversInMs } = outlook.vital ?? {};
  if (recoversInMs !== undefined) return [Math.max(SHORTEST_MS, recoversInMs)];
  if (unreadyForMs === undefined) return [];
  if (unreadyForMs < UNREADY_MS) return [UNREADY_MS - unreadyForMs];
  return [spread(interval(-unreadyForMs, 0), run), ...replacementLimit(outlook, run)];
}

/** When the pod is late that takes another one's place. */
function replacementLimit({ guarded, now, ...seen }: Outlook, run: Run): number[] {
  const limit = guarded.runs?.startDeadlineSeconds;
  const since = limit === undefined ? undefined : waitingSince({ ...seen, run });
  if (since === undefined || limit === undefined) return [];
  return [Math.max(since + limit * 1_000 - now, SHORTEST_MS)];
}

function spread(ms: number, { jobUID }: Run): number {
  return ms * (1 - SPREAD * partOf(jobUID));
}

/** Of each run its own, from 0 to 1. */
function partOf(uid = ""): number {
  return (Number.parseInt(uid.slice(0, 4), 16) || 0) / 0xff_ff;
}

/**
 * In how many milliseconds to look again at what has lasted since then: the longer, the more rarely; at least each minute.
 * @param since milliseconds since the epoch, as `now`
 */
export function interval(since: number, now: number): number {
  return Math.min(Math.max((now - since) / 4, SHORTEST_MS), LONGEST_MS);
}
