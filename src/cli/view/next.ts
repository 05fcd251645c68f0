import { humanDuration } from "../../status/duration.ts";
import type { Answer } from "../next/answer.ts";
import { counted } from "../output/count.ts";
import { type Column, table } from "../output/table.ts";
import { zonedText } from "../schedule/zoned.ts";
import type { Upcoming } from "../schedule/upcoming.ts";
import { field, indented, inner, type Page } from "./page.ts";

/** The next times of one task: in the schedule's zone and in that of whoever asks. Pure. */
export function nextText(
  answer: Answer,
  page: Page,
  { timeZone, count }: { timeZone: string; count: number },
): string {
  const { name, crons, times } = answer;
  const { style } = page;
  const isSame = timeZone === answer.timeZone && !answer.spreadSeconds;
  const start = {
    title: `START (${timeZone})`,
    value: (one: Upcoming) => zonedText(startOf(one), timeZone),
  };
  const columns: Column<Upcoming>[] = [
    {
      title: `TIME (${answer.timeZone})`,
      value: ({ scheduleTime }) => zonedText(scheduleTime, answer.timeZone),
    },
    ...(isSame ? [] : [start]),
    { title: "IN", value: (one) => humanDuration(page.now, startOf(one)) },
    ...(times.some(({ note }) => note) ? [NOTE] : []),
  ];
  const shown = times.length === 0 ? "" : indented(table(columns, times, { columns: inner(page) }));
  return [
    `${style.strong(name)}  ${crons.join(", ")}  ${answer.timeZone}\n`,
    field("Meaning", answer.meaning, page),
    field("Namespace", answer.namespace, page),
    field("Suspended", suspension(answer), page),
    field("Spread", spread(answer), page),
    field("Due", due(answer, page), page),
    field("Limits", limits(answer, page), page),
    shown,
    field("End", end(answer, count), page),
  ].join("");
}

const NOTE: Column<Upcoming> = { title: "NOTE", value: ({ note = "" }) => note };

const startOf = ({ startTime, scheduleTime }: Upcoming): string => startTime ?? scheduleTime;

function suspension({ suspendedBy, name }: Answer): string | undefined {
  if (suspendedBy === undefined) return undefined;
  const flag = suspendedBy === "spec.suspend" ? "" : " --schedule";
  return `${suspendedBy} is true: no time counts until \`kubectl batchtask resume ${name}${flag}\``;
}

function spread({ spreadSeconds, putOffSeconds }: Answer): string | undefined {
  if (!spreadSeconds) return undefined;
  return putOffSeconds === undefined
    ? `each start is put off by less than ${spreadSeconds} s (spreadSeconds), always by the same, which the stored task's UID decides`
    : `each start is put off by ${putOffSeconds} of ${spreadSeconds} s (spreadSeconds)`;
}

function due({ dueSince }: Answer, { now }: Page): string | undefined {
  if (dueSince === undefined) return undefined;
  return `a run is due since ${humanDuration(dueSince, now)}; it waits for the end of the one that goes on, or of a freeze`;
}

function limits({ notBefore, notAfter, timeZone }: Answer, { now }: Page): string | undefined {
  const parts = [
    notBefore !== undefined &&
      Date.parse(notBefore) > Date.parse(now) &&
      `not before ${zonedText(notBefore, timeZone)}`,
    notAfter !== undefined && `not after ${zonedText(notAfter, timeZone)}`,
  ];
  return parts.filter(Boolean).join(", ");
}

/** Where fewer are left than were asked for. */
function end({ times, notAfter }: Answer, count: number): string | undefined {
  if (times.length >= count) return undefined;
  const why = notAfter === undefined ? "" : " (notAfter)";
  return times.length === 0
    ? `no time is left${why}`
    : `${counted(times.length, "time")} left, and no more${why}`;
}
