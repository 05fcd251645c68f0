import type { BatchTask } from "../../api/batchtask.ts";
import { readyOf } from "../../api/condition.ts";
import { defined } from "../../api/defined.ts";
import { reasonNamed } from "../../api/reasons.ts";
import { cronsOf } from "../../api/schedule.ts";
import type { BatchTaskStatus } from "../../api/status.ts";
import { DEFAULT_TIME_ZONE } from "../../cron/time-zone.ts";
import { BASELINE } from "../../guardrails/baseline.ts";
import { historyBars, runBar } from "./bars.ts";
import { idleOf } from "./idle.ts";
import type { Row, RowSchedule } from "./wire.ts";

/** What is shown of a task that no operator has seen. */
const UNSEEN = { phase: "Pending", message: "the operator has not seen the task yet" };

/** A task as the page has it. Pure. @param next the next times of its schedule, RFC 3339 */
export function rowOf(task: BatchTask, next: readonly string[]): Row {
  const { metadata, spec, status } = task;
  const ready = readyOf(status);
  return {
    uid: metadata.uid,
    namespace: metadata.namespace,
    name: metadata.name,
    created: metadata.creationTimestamp ?? "",
    phase: status?.phase ?? UNSEEN.phase,
    policies: policiesOf(status),
    suspended: spec.suspend === true,
    history: historyBars(task),
    resourceVersion: metadata.resourceVersion,
    ...defined({
      reason: ready?.reason,
      message: ready?.message ?? UNSEEN.message,
      problem: problemOf(status),
      schedule: scheduleOf(task, next),
      run: runBar(task),
    }),
  };
}

function scheduleOf(task: BatchTask, next: readonly string[]): RowSchedule | undefined {
  const { spec } = task;
  const { schedule } = spec.runs ?? {};
  if (!schedule) return undefined;
  const { timeZone = DEFAULT_TIME_ZONE, suspend } = schedule;
  const suspended = spec.suspend === true || suspend === true;
  return {
    cron: cronsOf(schedule).join(", "),
    timeZone,
    suspended,
    next: idleOf(task) === undefined ? [...next] : [],
  };
}

/** Who changed or refused something, or would; but for what is built in, which nobody looks for. */
function policiesOf({ adjustments = [], violations = [] }: Partial<BatchTaskStatus> = {}): string[] {
  const names = [...adjustments, ...violations].map(({ policy }) => policy);
  return [...new Set(names)].filter((name) => name !== BASELINE.name).toSorted();
}

/** Changed values are no trouble of the run. */
const HARMLESS: ReadonlySet<string> = new Set(["Adjusted"]);

function problemOf(status: BatchTaskStatus | undefined): string | undefined {
  const { failure } = status ?? {};
  if (failure) return `${failure.reason}: ${failure.message}`;
  const ready = readyOf(status);
  if (ready === undefined || HARMLESS.has(ready.reason)) return undefined;
  return reasonNamed(ready.reason)?.type === "Warning" ? ready.message : undefined;
}
