import type { BatchTask } from "../../api/batchtask.ts";
import { CronError } from "../../cron/expression.ts";
import { metaTime } from "../../kube/time.ts";
import { expressionOf } from "../../schedule/times.ts";
import { oneLine } from "../output/one-line.ts";
import { upcomingTimes } from "../schedule/upcoming.ts";
import { zonedText } from "../schedule/zoned.ts";
import { ageOf } from "./lifecycle.ts";
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
export function comesNext({ spec, status, metadata }: BatchTask, { now, timeZone }: Moment): string {
  const { schedule } = spec.runs ?? {};
  if (spec.suspend || schedule?.suspend) return "it is suspended";
  const told = status?.schedule;
  try {
    // Before the operator has seen it, the plugin works it out.
    const start =
      told?.expression === expressionOf(schedule ?? {})
        ? told.nextStartTime
        : upcomingTimes(schedule ?? {}, { after: now, count: 1, uid: metadata.uid })[0]?.startTime;
    return start === undefined ? "no time is left" : `the next run starts ${zonedText(start, timeZone)}`;
  } catch (error) {
    if (error instanceof CronError) return `it can't be read: ${error.message}`;
    throw error;
  }
}

function before({ status }: BatchTask, { now }: Moment): string {
  const { run, phase } = status ?? {};
  if (!run) return "it has not run yet";
  const how = (run.outcome ?? phase ?? "Unknown").toLowerCase();
  return `run ${run.number} ${how} ${ageOf(run.completionTime, metaTime(now))} ago`;
}
