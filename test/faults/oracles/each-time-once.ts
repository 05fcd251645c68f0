import type { BatchTask } from "../../../src/api/batchtask.ts";
import type { BatchTaskStatus } from "../../../src/api/status.ts";
import { createScheduleCache } from "../../../src/cron/cache.ts";
import type { KubeObject } from "../../../src/kube/object.ts";
import { metaTime } from "../../../src/kube/time.ts";
import { SCHEDULED_TIMESTAMP } from "../../../src/schedule/scheduled-timestamp.ts";
import { readTimes } from "../../../src/schedule/times.ts";
import type { Evidence } from "../run/evidence.ts";
import type { Sight } from "../run/witness.ts";
import { describeJob, taskUidOf } from "./owner.ts";

/**
 * Each time of a schedule has one run at most, which is on record before its Job is there and for whose time the Job is;
 * and of the times that are done with each has had a run or is told as missed.
 */
export function eachTimeOnce({ taskSights, jobSights, tasks }: Evidence): string[] {
  const sights = taskSights.map(({ object }) => asTask(object));
  const records = sights.flatMap(runsOf);
  return [
    ...twice(records),
    ...jobSights.flatMap((sight) => withoutRecord(sight, sights, records) ?? []),
    ...tasks.flatMap((task) => forgotten(task, sights)),
  ];
}

/** A run that a time has started, as a state of its task tells of it. */
interface Recorded {
  uid: string;
  number: number;
  time: string;
  /** The version of that state. */
  version: number;
}

// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the witness watches BatchTasks
const asTask = (object: KubeObject): BatchTask => object as BatchTask;

const versionOf = ({ metadata }: KubeObject): number => Number(metadata?.resourceVersion);

function runsOf(task: BatchTask): Recorded[] {
  const { metadata } = task;
  return scheduled(task.status).map((run) => ({ ...run, uid: metadata.uid, version: versionOf(task) }));
}

function scheduled(status: BatchTaskStatus | undefined): { number: number; time: string }[] {
  const { run, history = [] } = status ?? {};
  return [...(run ? [run] : []), ...history].flatMap(({ number, trigger, scheduleTime: time }) =>
    trigger === "Scheduled" && time !== undefined ? [{ number, time }] : [],
  );
}

function twice(records: readonly Recorded[]): string[] {
  const runs = Map.groupBy(records, ({ uid, time }) => `task ${uid} at ${time}`);
  return [...runs].flatMap(([what, found]) => {
    const numbers = new Set(found.map(({ number }) => number));
    return numbers.size > 1 ? [`${what} had the runs ${[...numbers].join(", ")}`] : [];
  });
}

/** What is wrong with the Job of a time. */
function withoutRecord(
  { type, object }: Sight,
  tasks: readonly BatchTask[],
  records: readonly Recorded[],
): string | undefined {
  const told = object.metadata?.annotations?.[SCHEDULED_TIMESTAMP];
  if (type !== "ADDED" || told === undefined) return undefined;
  const uid = taskUidOf(object);
  const number = Number(object.metadata?.labels?.["batchtask.dev/run"]);
  const own = records.filter((record) => record.uid === uid && record.number === number);
  if (own.some(({ time }) => Date.parse(time) !== Date.parse(told)))
    return `the Job of ${describeJob(object)} is for ${told}, not for ${own.map(({ time }) => time).join()}`;
  const isBefore = ({ version }: Pick<Recorded, "version">): boolean => version < versionOf(object);
  // Of what was before a restored state nothing is known.
  const isKnown = tasks.some((task) => task.metadata.uid === uid && isBefore({ version: versionOf(task) }));
  if (!isKnown || own.some(isBefore)) return undefined;
  return `the Job of ${describeJob(object)} for ${told} was there before its record`;
}

/** Times that are said to be done with, and of which nothing is said. */
function forgotten(task: BatchTask, sights: readonly BatchTask[]): string[] {
  const { metadata, spec, status } = task;
  const schedule = spec.runs?.schedule;
  const own = sights.filter(({ metadata: { uid } }) => uid === metadata.uid);
  const handled = own.flatMap(({ status }) => Date.parse(status?.schedule?.handledTime ?? "") || []);
  const last = Date.parse(status?.schedule?.handledTime ?? "");
  if (!schedule || Number.isNaN(last)) return [];
  const told = [...scheduled(status).map(({ time }) => time), ...missedOf(status)].map((time) =>
    Date.parse(time),
  );
  const times = readTimes(schedule, createScheduleCache().read);
  const missing: string[] = [];
  for (
    let time = times.next(Math.min(...handled));
    time !== undefined && time <= last;
    time = times.next(time)
  )
    if (!told.includes(time))
      missing.push(`${metadata.name}: ${metaTime(time)} had no run, and is not missed`);
  return missing;
}

const missedOf = (status: BatchTaskStatus | undefined): string[] =>
  (status?.schedule?.missed ?? []).map(({ scheduleTime }) => scheduleTime);
