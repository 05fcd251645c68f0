import type { BatchTask } from "../../api/batchtask.ts";
import { phaseOfRun } from "../../api/status.ts";
import { CronError } from "../../cron/expression.ts";
import { metaTime } from "../../kube/time.ts";
import { expressionOf } from "../../schedule/times.ts";
import { oneLine } from "../output/one-line.ts";
import { upcomingTimes } from "../schedule/upcoming.ts";
import { zonedText } from "../schedule/zoned.ts";
import { ageOf, isHeld } from "./lifecycle.ts";
import { fullName } from "./outcome.ts";

/** When and where something is told. */
export interface Moment {
  /** The API server's time, in milliseconds since the epoch. */
  now: number;
  /** The zone of whoever reads it. */
  timeZone: string;
}

/** Of a task on a schedule of which no run goes on: what it waits for, and how the last run ended, in a line. Pure. */
export function restLine(task: BatchTask, moment: Moment): string {
  return oneLine(
    `${fullName(task)} waits for its schedule: ${comesNext(task, moment)}; ${before(task, moment)}`,
  );
}

/** When the next run starts, as far as that is known. */
export function comesNext(task: BatchTask, { now, timeZone }: Moment): string {
  if (isHeld(task)) return "it is suspended";
  try {
    const start = nextStart(task, now);
    return start === undefined ? "no time is left" : `the next run starts ${zonedText(start, timeZone)}`;
  } catch (error) {
    if (error instanceof CronError) return `it can't be read: ${error.message}`;
    throw error;
  }
}

/** Before the operator has seen the schedule as it is now, the plugin works it out. */
function nextStart({ spec, status, metadata }: BatchTask, now: number): string | undefined {
  const { schedule = {} } = spec.runs ?? {};
  const told = status?.schedule;
  if (told && told.expression === expressionOf(schedule)) return told.nextStartTime;
  return upcomingTimes(schedule, { after: now, count: 1, uid: metadata.uid })[0]?.startTime;
}

function before({ status }: BatchTask, { now }: Moment): string {
  const { run } = status ?? {};
  if (!run) return "it has not run yet";
  const how = (phaseOfRun(status) ?? "Unknown").toLowerCase();
  return `run ${run.number} ${how} ${ageOf(run.completionTime, metaTime(now))} ago`;
}
