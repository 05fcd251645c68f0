import { CronError, readExpression } from "../../../cron/expression.ts";
import { readTimeZone } from "../../../cron/time-zone.ts";
import { isRecord } from "../../../kube/json.ts";
import type { Remark } from "../finding.ts";

const SCHEDULE = "spec.runs.schedule";

/**
 * What is said of a task with what can't be read of its schedule: the API server refuses most of that, in fewer words, and the
 * operator calls the rest InvalidSchedule. Pure.
 * @param told what is said already: one fault of a field is enough, and that of the cron names the value and the fix
 */
export function withUnreadable(object: Readonly<Record<string, unknown>>, told: readonly Remark[]): Remark[] {
  const found = unreadable(object);
  const others = told.filter(({ field }) => !found.some((remark) => remark.field === field));
  return [...others, ...found];
}

function unreadable({ spec }: Readonly<Record<string, unknown>>): Remark[] {
  const runs = isRecord(spec) ? spec["runs"] : undefined;
  const schedule = isRecord(runs) ? runs["schedule"] : undefined;
  if (!isRecord(schedule)) return [];
  const { cron, crons, timeZone } = schedule;
  const all: unknown[] = Array.isArray(crons) ? crons : [];
  return [
    ...attempt(`${SCHEDULE}.cron`, cron, readExpression),
    ...all.flatMap((one, at) => attempt(`${SCHEDULE}.crons[${at}]`, one, readExpression)),
    ...attempt(`${SCHEDULE}.timeZone`, timeZone, readTimeZone),
  ];
}

/** What is no text is told by the schema. */
function attempt(field: string, value: unknown, read: (text: string) => string): Remark[] {
  if (typeof value !== "string") return [];
  try {
    read(value);
    return [];
  } catch (error) {
    if (!(error instanceof CronError)) throw error;
    return [{ severity: "error", rule: "schedule", field, message: `${field}: ${error.message}` }];
  }
}
