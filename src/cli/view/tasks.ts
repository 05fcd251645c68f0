import type { BatchTask } from "../../api/batchtask.ts";
import { endReasonOf } from "../../api/condition.ts";
import type { Phase } from "../../api/status.ts";
import type { Column } from "../output/table.ts";
import type { Paint, Style } from "../output/style.ts";
import { ageOf, durationOf, lastEndText, readyOrUnseen } from "./lifecycle.ts";

/** The columns of `kubectl get batchtasks`, with durations of runs that still go on. `now` is RFC 3339. */
export function taskColumns(
  style: Style,
  { now, namespaces }: { now: string; namespaces: boolean },
): Column<BatchTask>[] {
  const columns: Column<BatchTask>[] = [
    { title: "NAME", value: ({ metadata }) => metadata.name, elastic: "middle" },
    {
      title: "PHASE",
      value: ({ status }) => status?.phase ?? "",
      paint: (text, { status }) => phasePaint(style, status?.phase)(text),
    },
    { title: "COMPLETIONS", value: ({ status }) => status?.completions ?? "" },
    { title: "DURATION", value: (task) => durationOf(task, now) },
    { title: "REASON", value: (task) => readyOrUnseen(task).reason, elastic: "end" },
    { title: "LAST RUN", value: (task) => lastEndText(task, now) },
    { title: "AGE", value: ({ metadata }) => ageOf(metadata.creationTimestamp, now) },
    { title: "RUN", value: ({ status }) => String(status?.run?.number ?? ""), wide: true },
    { title: "JOB", value: ({ status }) => status?.run?.jobName ?? "", wide: true },
    { title: "ENDED", value: ({ status }) => endReasonOf(status) ?? "", wide: true },
    { title: "MESSAGE", value: (task) => readyOrUnseen(task).message, wide: true, elastic: "end" },
  ];
  const namespace: Column<BatchTask> = { title: "NAMESPACE", value: ({ metadata }) => metadata.namespace };
  return namespaces ? [namespace, ...columns] : columns;
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

/** The colour of a phase: green for what is well, red for what has failed, yellow for what waits for people. */
export function phasePaint(style: Style, phase: Phase | undefined): Paint {
  const colour = phase && COLOURS[phase];
  return colour ? style[colour] : (text) => text;
}
