import { startByOf } from "../../schedule/plan.ts";
import type { ChosenRun } from "./choose-run.ts";
import { tooLateMessage } from "./messages.ts";

/** The next time of the task's schedule has come, and does not let the run that goes on end by itself. */
export function isReplacedOnTime({ next, schedule }: ChosenRun): boolean {
  return next === "Scheduled" && schedule?.replaces === true;
}

/**
 * Why a run that waits for its start is given up: its schedule does not let it wait any longer. undefined: it may wait.
 * @param now milliseconds since the epoch
 */
export function tooLate({ run, schedule }: ChosenRun, now: number): string | undefined {
  const startBy = schedule && startByOf(schedule, run);
  return startBy === undefined || now <= startBy ? undefined : tooLateMessage(run, startBy);
}
