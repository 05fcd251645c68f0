import type { BatchTask } from "../../api/batchtask.ts";
import { endReasonOf } from "../../api/condition.ts";
import type { BatchTaskStatus, Phase } from "../../api/status.ts";
import { expressionOf } from "../../schedule/times.ts";
import type { AskedSchedule } from "../../api/schedule.ts";
import type { Column } from "../output/table.ts";
import type { Paint, Style } from "../output/style.ts";
import { shortText } from "../schedule/zoned.ts";
import { ageOf, durationOf, lastEndText, readyOrUnseen } from "./lifecycle.ts";

/** What the columns of a list of tasks depend on. */
export interface Listing {
  /** RFC 3339. */
  now: string;
  /** They are of several namespaces. */
  namespaces: boolean;
  /** One of them is on a schedule. */
  schedules: boolean;
  /** The zone of whoever reads it. */
  timeZone: string;
  /** With all columns. */
  wide: boolean;
}

/** The columns of `kubectl get batchtasks`, with durations of runs that still go on, and the next start in local time. */
export function taskColumns(style: Style, listing: Listing): Column<BatchTask>[] {
  const { now, namespaces, schedules, timeZone, wide } = listing;
  const next: Column<BatchTask> = {
    title: "NEXT",
    value: (task) => nextText(task, now, timeZone),
    yields: !wide,
  };
  const schedule: Column<BatchTask> = {
    title: "SCHEDULE",
    value: ({ status, spec }) => status?.schedule?.expression ?? writtenSchedule(spec.runs?.schedule),
    wide: true,
    elastic: "end",
  };
  const columns: Column<BatchTask>[] = [
    { title: "NAME", value: ({ metadata }) => metadata.name, elastic: "middle" },
    {
      title: "PHASE",
      value: ({ status }) => status?.phase ?? "",
      paint: (text, { status }) => phasePaint(style, status)(text),
    },
    { title: "COMPLETIONS", value: ({ status }) => status?.completions ?? "" },
    { title: "DURATION", value: (task) => durationOf(task, now) },
    { title: "REASON", value: (task) => readyOrUnseen(task).reason, elastic: "end" },
    { title: "LAST RUN", value: (task) => lastEndText(task, now) },
    ...(schedules ? [next] : []),
    { title: "AGE", value: ({ metadata }) => ageOf(metadata.creationTimestamp, now) },
    { title: "RUN", value: ({ status }) => String(status?.run?.number ?? ""), wide: true },
    { title: "JOB", value: ({ status }) => status?.run?.jobName ?? "", wide: true },
    { title: "ENDED", value: ({ status }) => endReasonOf(status) ?? "", wide: true },
    ...(schedules ? [schedule] : []),
    { title: "MESSAGE", value: (task) => readyOrUnseen(task).message, wide: true, elastic: "end" },
  ];
  const namespace: Column<BatchTask> = { title: "NAMESPACE", value: ({ metadata }) => metadata.namespace };
  return namespaces ? [namespace, ...columns] : columns;
}

const writtenSchedule = (schedule: AskedSchedule | undefined): string =>
  schedule === undefined ? "" : expressionOf(schedule);

/** When the next run starts, in local time; `due` where it waits, and nothing where none is to come. */
function nextText(task: BatchTask, now: string, timeZone: string): string {
  const { suspended, nextStartTime } = task.status?.schedule ?? {};
  if (suspended) return "suspended";
  if (nextStartTime === undefined) return "";
  return Date.parse(nextStartTime) <= Date.parse(now) ? "due" : shortText(nextStartTime, now, timeZone);
}

const COLOURS: Readonly<Record<Phase, keyof Style | undefined>> = {
  Scheduled: undefined,
  Pending: undefined,
  Queued: "warning",
  Starting: undefined,
  Running: undefined,
  Suspended: "warning",
  Finishing: undefined,
  Succeeded: "good",
  Failed: "bad",
  Rejected: "bad",
  Unknown: "bad",
};

/**
 * The colour of a phase: green for what is well, red for what has failed, yellow for what waits for people. Between two runs
 * of a schedule it is that of the latest one's end.
 */
export function phasePaint(style: Style, { phase, run }: Partial<BatchTaskStatus> = {}): Paint {
  const colour = phase && (COLOURS[phase] ?? (phase === "Scheduled" && run?.outcome && COLOURS[run.outcome]));
  return colour ? style[colour] : (text) => text;
}
