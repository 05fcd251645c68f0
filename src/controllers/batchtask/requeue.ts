import { readyOf } from "../../api/condition.ts";
import type { Result } from "../../kube/controller.ts";
import type { Problem } from "../../status/problem.ts";
import { isRunFinished } from "../../api/status.ts";
import { nextEnd } from "../../guardrails/exempt/exempt.ts";
import { startByOf } from "../../schedule/plan.ts";
import { deletionTime } from "./deletion-time.ts";
import type { Outlook } from "./outlook.ts";
import { interval, LONGEST_MS, podLooks } from "./pod-looks.ts";

/** Who stands so far back is woken long before, or told the same again. */
const LONGEST_IN_LINE_MS = 300_000;

/** Longer than that no timer is set. */
const LONGEST_WAIT_MS = 24 * 3_600_000;
/** The end of a freeze is looked for again at least so often: the API server's clock may be set. */
const LONGEST_FROZEN_MS = 600_000;

/** Problems that only the cluster or its people can solve. The others end the run, or end with the task itself. */
const WORTH_ANOTHER_LOOK: ReadonlySet<Problem["kind"]> = new Set([
  "CreateFailing",
  "CreateForbidden",
  "NameCollision",
  "ReconcileError",
]);

/** When to look at a task again although nothing changes: the earliest of all that time alone brings. */
export function requeueAfter(outlook: Outlook): Result {
  const times = [
    problemLook(outlook),
    creationLimit(outlook),
    ...podLooks(outlook),
    deletion(outlook),
    endOfExemption(outlook),
    ...scheduledLooks(outlook),
  ].filter((ms) => ms !== undefined);
  return times.length === 0 ? {} : { requeueAfterMs: Math.max(1, Math.min(...times)) };
}

/** A problem that may go away: the longer it lasts, the more rarely; at least each minute. */
function problemLook({ problem, status, now }: Outlook): number | undefined {
  if (problem?.kind === "Queued") return lookAtLine(problem.position);
  if (problem?.kind === "Frozen") return Math.min(Math.max(1, problem.until - now), LONGEST_FROZEN_MS);
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

function deletion({ status, guarded, now }: Outlook): number | undefined {
  const at = deletionTime(guarded, status.run);
  if (at === undefined) return undefined;
  const left = at - now;
  // Past that time its Job is still being deleted, whose end wakes the task.
  return left > 0 ? left : LONGEST_MS;
}

/** From then on the rules hold again: for the run that goes on, as far as a live Job can change. */
function endOfExemption({ status, now }: Outlook): number | undefined {
  if (isRunFinished(status)) return undefined;
  const end = nextEnd(status.exemptions);
  return end === undefined ? undefined : Math.max(1, Math.min(end - now, LONGEST_WAIT_MS));
}

/** When something else is due of its schedule, and until when a run that it has started may wait. */
function scheduledLooks({ schedule, status: { run }, problem, now }: Outlook): number[] {
  if (!schedule) return [];
  const isHeld = problem?.kind === "Queued" || problem?.kind === "Frozen";
  const startBy = isHeld && run ? startByOf(schedule, run) : undefined;
  return [schedule.wakeAt, startBy === undefined ? undefined : startBy + 1]
    .filter((at) => at !== undefined)
    .map((at) => Math.max(1, Math.min(at - now, LONGEST_WAIT_MS)));
}

/**
 * A free slot wakes the next in line; all others only look now and then, so that their position
 * stays about right: the further back, the more rarely.
 */
function lookAtLine(position: number): number {
  return Math.min(5_000 + position * 250, LONGEST_IN_LINE_MS);
}
