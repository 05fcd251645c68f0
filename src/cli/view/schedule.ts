import type { BatchTask } from "../../api/batchtask.ts";
import type { AskedSchedule, MissReason, ScheduleStatus } from "../../api/schedule.ts";
import { CronError } from "../../cron/expression.ts";
import { DEFAULT_TIME_ZONE } from "../../cron/time-zone.ts";
import { expressionOf } from "../../schedule/times.ts";
import { humanDuration } from "../../status/duration.ts";
import { dueSinceOf } from "../next/subject.ts";
import { counted } from "../output/count.ts";
import { meaningOf } from "../schedule/meaning.ts";
import { zonedText } from "../schedule/zoned.ts";
import { field, type Page, title } from "./page.ts";

/** What a task's schedule is, what comes next and what was missed; nothing where it has none. Pure. */
export function scheduleText({ task }: { task: BatchTask }, page: Page): string {
  const { schedule } = task.spec.runs ?? {};
  if (!schedule) return "";
  const told = task.status?.schedule;
  const { timeZone = DEFAULT_TIME_ZONE, concurrencyPolicy = "Queue" } = schedule;
  const meant = meaning(schedule);
  return [
    title("Schedule", page),
    field("Cron", told?.expression ?? expressionOf(schedule), page),
    field("Meaning", meant, page),
    field("Meanwhile", MEANWHILE[concurrencyPolicy], page),
    field("Suspended", suspension(task), page),
    // Of what can't be read the state tells.
    field("Next", meant && nextOf(task, timeZone, page), page),
    field("Latest", latest(told, timeZone, page), page),
    field("Success", success(told, timeZone, page), page),
    field("Missed", missed(task, timeZone, page), page),
  ].join("");
}

/** What a time does that comes while a run goes on. */
const MEANWHILE: Readonly<Record<NonNullable<AskedSchedule["concurrencyPolicy"]>, string>> = {
  Queue: "the latest time that comes while a run goes on has its run afterwards (Queue)",
  Forbid: "a time that comes while a run goes on is missed (Forbid)",
  Replace: "a time that comes while a run goes on stops it (Replace)",
};

/** undefined: it can't be read. */
function meaning(schedule: AskedSchedule): string | undefined {
  try {
    return meaningOf(schedule);
  } catch (error) {
    if (error instanceof CronError) return undefined;
    throw error;
  }
}

function suspension({ spec }: BatchTask): string | undefined {
  if (spec.runs?.schedule?.suspend)
    return "runs.schedule.suspend is true: no time counts, nor is one made up for";
  return spec.suspend ? "spec.suspend is true: no time counts, nor is one made up for" : undefined;
}

function nextOf(task: BatchTask, timeZone: string, { now }: Page): string | undefined {
  const told = task.status?.schedule;
  if (!told || told.suspended) return undefined;
  const { nextStartTime } = told;
  if (nextStartTime === undefined) return "no time is left";
  const due = dueSinceOf(task, Date.parse(now));
  const shown = zonedText(nextStartTime, timeZone);
  return due === undefined
    ? `${shown}, in ${humanDuration(now, nextStartTime)}`
    : `${shown}, due since ${humanDuration(due, now)}: it waits for the end of the run that goes on, or of a freeze`;
}

function latest(told: ScheduleStatus | undefined, timeZone: string, { now }: Page): string | undefined {
  const at = told?.lastScheduleTime;
  return at === undefined ? undefined : `${zonedText(at, timeZone)}, ${humanDuration(at, now)} ago`;
}

function success(told: ScheduleStatus | undefined, timeZone: string, { now }: Page): string | undefined {
  const { lastSuccessfulTime: at, withoutSuccess = 0 } = told ?? {};
  const since = withoutSuccess === 0 ? "" : `${counted(withoutSuccess, "time")} in a row passed without one`;
  if (at === undefined) return since === "" ? undefined : `never; ${since}`;
  const when = `${zonedText(at, timeZone)}, ${humanDuration(at, now)} ago`;
  return since === "" ? when : `${when}; ${since} since`;
}

/** Why a time was missed, and what helps. */
const WHY_MISSED: Readonly<Record<MissReason, string>> = {
  Busy: "a run went on; give the runs less to do, or more time between them",
  Frozen:
    "a freeze of a policy was on, and a later time came before its end; kubectl batchtask policy explain tells of freezes",
  TooLate: "it could not start within startingDeadlineSeconds; raise that, or the limit that it waited for",
  OperatorAway:
    "a later time had come before the operator looked; kubectl batchtask check tells how the operator is",
};

/** Under Forbid there is one more way out. */
function helpOf(reason: MissReason, policy: AskedSchedule["concurrencyPolicy"]): string {
  const isForbidden = reason === "Busy" && policy === "Forbid";
  return isForbidden ? `${WHY_MISSED[reason]}, or write concurrencyPolicy: Queue` : WHY_MISSED[reason];
}

function missed({ status, spec }: BatchTask, timeZone: string, { now }: Page): string | undefined {
  const { missedTimes = 0, missed: [last] = [] } = status?.schedule ?? {};
  if (missedTimes === 0) return undefined;
  if (!last) return counted(missedTimes, "time");
  const { scheduleTime, reason } = last;
  const when = `${zonedText(scheduleTime, timeZone)}, ${humanDuration(scheduleTime, now)} ago`;
  const help = helpOf(reason, spec.runs?.schedule?.concurrencyPolicy);
  return `${counted(missedTimes, "time")}, the latest ${when} (${reason}): ${help}`;
}
