import type { BatchTask } from "../../api/batchtask.ts";
import type { Missed } from "../../api/schedule.ts";
import { metaTime } from "../../kube/time.ts";
import { idleOf } from "./idle.ts";
import type { Ticks } from "./ticks.ts";
import type { Hour, ScheduleNote, Schedules } from "./wire.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** Tasks of an hour that are named; all of them are counted. */
const MOST_NAMED = 200;
const MOST_NOTES = 200;

export interface Day {
  ticks: Ticks;
  /** Milliseconds since the epoch. */
  now: number;
  /** IANA name of the zone whose hours are meant. */
  zone: string;
}

/** What the next day brings by hour, what was missed, and what starts nothing. Pure. @throws RangeError for an unknown zone */
export function schedulesOf(tasks: readonly BatchTask[], { ticks, now, zone }: Day): Schedules {
  const first = hourOf(now, zone);
  const hours = Array.from(
    { length: Math.ceil((now + DAY_MS - first) / HOUR_MS) },
    (_, at): Hour => ({ from: metaTime(first + at * HOUR_MS), starts: [], tasks: 0, count: 0 }),
  );
  const scheduled = tasks.filter(({ spec }) => spec.runs?.schedule !== undefined);
  for (const task of scheduled) if (idleOf(task) === undefined) addStarts(hours, { task, ticks, first, now });
  const misses = scheduled.flatMap(missesOf).toSorted((a, b) => (a.message > b.message ? -1 : 1));
  const skipped = scheduled.flatMap((task) => noteOf(task, idleOf(task)));
  return {
    hours,
    misses: misses.slice(0, MOST_NOTES),
    missCount: misses.length,
    skipped: skipped.slice(0, MOST_NOTES),
    skippedCount: skipped.length,
  };
}

interface Starts {
  task: BatchTask;
  ticks: Ticks;
  first: number;
  now: number;
}

function addStarts(hours: readonly Hour[], { task, ticks, first, now }: Starts): void {
  const all = ticks.between(task, now, now + DAY_MS);
  const byHour = Map.groupBy(all, (time) => Math.floor((time - first) / HOUR_MS));
  for (const [at, times] of byHour) {
    const hour = hours[at];
    if (!hour) continue;
    hour.count += times.length;
    hour.tasks += 1;
    if (hour.starts.length < MOST_NAMED)
      hour.starts.push({ uid: task.metadata.uid, times: times.map(metaTime) });
  }
}

/** When the hour began that it is in a zone: some are half an hour beside those of UTC. */
function hourOf(now: number, zone: string): number {
  const format = new Intl.DateTimeFormat("en-US", { timeZone: zone, minute: "numeric", second: "numeric" });
  const part = (type: string): number =>
    Number(format.formatToParts(now).find((one) => one.type === type)?.value ?? 0);
  return Math.floor(now / 1_000) * 1_000 - (part("minute") * 60 + part("second")) * 1_000;
}

const WHY = {
  Busy: "a run went on",
  Frozen: "a freeze of a policy was on",
  TooLate: "startingDeadlineSeconds were over",
  OperatorAway: "a later time had come when the operator looked",
} as const satisfies Record<Missed["reason"], string>;

/** Each begins with its time, by which they can be put in order. */
function missesOf(task: BatchTask): ScheduleNote[] {
  const missed = task.status?.schedule?.missed ?? [];
  return missed.flatMap(({ scheduleTime, reason }) =>
    noteOf(task, `${scheduleTime} was missed: ${WHY[reason]}`),
  );
}

function noteOf({ metadata }: BatchTask, message: string | undefined): ScheduleNote[] {
  const { uid, namespace, name } = metadata;
  return message === undefined ? [] : [{ uid, namespace, name, message }];
}
