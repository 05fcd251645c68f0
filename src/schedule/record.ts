import { defined } from "../api/defined.ts";
import type { Outcome } from "../api/history.ts";
import { MOST_MISSED, type ScheduleStatus } from "../api/schedule.ts";
import type { Run } from "../api/status.ts";
import { metaTime } from "../kube/time.ts";
import { type SchedulePlan, takenBy } from "./plan.ts";

/** What has become of the task's runs with this step. */
export interface Step {
  /** The run that the status tells of from now on, where there is one. */
  run?: Run | undefined;
  /** The one that it told of before. */
  before?: Run | undefined;
  /** How a run has ended with this step. */
  ended?: Outcome | undefined;
}

/** `status.schedule` after a step. Pure: the same plan and step give the same, so that nothing is written at rest. */
export function scheduleStatus(
  plan: SchedulePlan,
  old: ScheduleStatus | undefined,
  step: Step,
): ScheduleStatus {
  const { run } = step;
  const taken = run && takenBy(run);
  const isTaken = taken !== undefined && Date.parse(taken) > plan.handled;
  return {
    expression: plan.expression,
    handledTime: isTaken ? taken : metaTime(plan.handled),
    ...defined({
      suspended: plan.isSuspended || undefined,
      nextStartTime: nextStart(plan, isTaken),
      lastScheduleTime: isOnTime(run) ? run?.scheduleTime : old?.lastScheduleTime,
    }),
    ...past(plan, old, step),
  };
}

/** A time that waits for its run is the next one to start. */
function nextStart({ time, next, spreadMs }: SchedulePlan, isTaken: boolean): string | undefined {
  const start = (isTaken ? undefined : time) ?? next;
  return start === undefined ? undefined : metaTime(start + spreadMs);
}

type Past = Pick<ScheduleStatus, "lastSuccessfulTime" | "withoutSuccess" | "missedTimes" | "missed">;

function past({ missed }: SchedulePlan, old: Past = {}, step: Step): Past {
  const all = [...missed.latest, ...(old.missed ?? [])].slice(0, MOST_MISSED);
  const succeeded = step.ended === "Succeeded" ? step.run?.completionTime : undefined;
  const before = succeeded === undefined ? (old.withoutSuccess ?? 0) : 0;
  return defined({
    lastSuccessfulTime: succeeded ?? old.lastSuccessfulTime,
    withoutSuccess: unlessNone(before + missed.count + runsInVain(step)),
    missedTimes: unlessNone((old.missedTimes ?? 0) + missed.count),
    missed: all.length > 0 ? all : undefined,
  });
}

const unlessNone = (count: number): number | undefined => (count === 0 ? undefined : count);

/** Runs that a time had started, and that failed or were stopped for the next one. A rerun's failure is its own. */
function runsInVain({ run, before, ended }: Step): number {
  const isReplaced = before !== undefined && before.number !== run?.number && !before.completionTime;
  const isInVain = ended !== undefined && ended !== "Succeeded" && isOnTime(run);
  return Number(isInVain) + Number(isReplaced && isOnTime(before));
}

const isOnTime = (run: Run | undefined): boolean => run?.trigger === "Scheduled";
