import { readyOf } from "../../api/condition.ts";
import type { BatchTask } from "../../api/batchtask.ts";
import { visitInTurns } from "../../kube/clock.ts";
import { PHASES, type Phase, phaseOfRun } from "../../api/status.ts";
import type { Meter, Reading } from "./meter.ts";
import { byNamespace, type NamespaceLabels, type Namespaces } from "./namespaces.ts";
import { reasonLabel, reasonValues } from "./reason.ts";
import { queuedSince } from "./status.ts";

/** Where the gauges read from: the tasks in memory, and the time in milliseconds since the epoch. */
export interface TaskSource {
  tasks: () => readonly BatchTask[];
  now: () => number;
  /** False for a namespace that is gone. */
  hasNamespace: (name: string) => boolean;
}

/**
 * What the tasks in memory are at each scrape. Only the replica that works exports it, so that a sum over all replicas
 * counts each task once.
 * @returns starts the export from a source, and with undefined ends it
 */
export function taskMetrics(meter: Meter, namespaces: Namespaces): (source: TaskSource | undefined) => void {
  let source: TaskSource | undefined;
  meter.reading(
    {
      name: "batchtask_tasks",
      help: "Tasks by what their latest run is at; of a task between two times of its schedule, by how that run ended. Scheduled: none has run yet. Exported by the replica that works, and no other.",
      labels: { phase: PHASES.map((phase) => `\`${phase}\``).join(", "), ...namespaces.declared },
    },
    async () => (source ? await countPhases(source, namespaces) : []),
  );
  meter.reading(
    {
      name: "batchtask_longest_start_wait_seconds",
      help: "Of all tasks whose run should start and of which no pod has run yet, the longest time that one has waited, by the reason that it gives. Without suspended tasks and those in a queue. Exported by the replica that works, and no other.",
      labels: { reason: reasonValues, ...namespaces.declared },
    },
    async () => (source ? await longestWaits(source, namespaces) : []),
  );
  return (next) => {
    source = next;
  };
}

/** A scrape of 100,000 tasks would else stop timers, probes and the lease's renewal for a tenth of a second. */
export const TASKS_PER_TURN = 2_000;

async function countPhases(
  { tasks, hasNamespace }: TaskSource,
  namespaces: Namespaces,
): Promise<Reading<"phase" | keyof NamespaceLabels>> {
  namespaces.prune(hasNamespace);
  const counts = byNamespace(namespaces, () => new Map<Phase, number>(PHASES.map((phase) => [phase, 0])));
  await visitInTurns(tasks(), TASKS_PER_TURN, (task) => {
    const phase = phaseOf(task);
    const phases = counts.of(task);
    phases.set(phase, (phases.get(phase) ?? 0) + 1);
  });
  return counts.flatMap((labels, phases) =>
    [...phases].map(([phase, count]) => [{ phase, ...labels }, count] as const),
  );
}

/** A task that was not looked at yet is pending. */
const phaseOf = ({ status }: BatchTask): Phase => phaseOfRun(status) ?? "Pending";

async function longestWaits(
  { tasks, now }: TaskSource,
  namespaces: Namespaces,
): Promise<Reading<"reason" | keyof NamespaceLabels>> {
  const waits = byNamespace(namespaces, () => new Map<string, number>([["Pending", 0]]));
  const time = now();
  await visitInTurns(tasks(), TASKS_PER_TURN, (task) => {
    const since = waitsSince(task);
    if (since === undefined) return;
    const reason = reasonLabel(readyOf(task.status)?.reason ?? "Pending");
    const seconds = Math.max(0, time - Date.parse(since)) / 1000;
    const reasons = waits.of(task);
    reasons.set(reason, Math.max(seconds, reasons.get(reason) ?? 0));
  });
  return waits.flatMap((labels, reasons) =>
    [...reasons].map(([reason, seconds]) => [{ reason, ...labels }, seconds] as const),
  );
}

/** Since when a task's run should start, its Job's start where it has one; undefined where it has begun, has ended, or is not meant to start now. */
function waitsSince(task: BatchTask): string | undefined {
  if (!shouldStart(task)) return undefined;
  const { metadata, status } = task;
  return status?.run?.startTime ?? queuedSince(status) ?? metadata.creationTimestamp;
}

/** One that was recorded by an earlier version is Running from its Job's start. */
const BEFORE_ITS_PODS: ReadonlySet<Phase> = new Set(["Pending", "Starting", "Running"]);

/** Whether a first pod is asked for, and none has run yet. */
function shouldStart({ metadata, spec, status = { observedGeneration: 0 } }: BatchTask): boolean {
  const { phase = "Pending", run, effective } = status;
  if (metadata.deletionTimestamp || !BEFORE_ITS_PODS.has(phase)) return false;
  const parallelism = effective?.parallelism ?? spec.parallelism;
  return run?.podStartTime === undefined && parallelism !== 0;
}
