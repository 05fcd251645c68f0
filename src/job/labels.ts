import type { BatchTask } from "../api/batchtask.ts";
import { NAME_LABEL, QUEUE_LABEL, RUN_LABEL } from "../api/group.ts";
import { shortHash } from "./canonical.ts";

const LABEL_VALUE_LENGTH = 63;

/** By these Kueue admits a Job; it lets those of one that is suspended change, and of no other. */
export const KUEUE_LABELS = [QUEUE_LABEL, "kueue.x-k8s.io/priority-class"];

/**
 * Labels of a task that its Job gets too. No others are copied: a tool that finds its own tracking
 * label on a Job that it did not make prunes the Job (argo-cd#5792).
 */
const COPIED = [
  "app.kubernetes.io/name",
  "app.kubernetes.io/component",
  "app.kubernetes.io/part-of",
  "app.kubernetes.io/version",
  ...KUEUE_LABELS,
];

/** Labels by which people and the operator find the Job and the pods of a run. */
export function runLabels(taskName: string, run: number): Record<string, string> {
  return { [NAME_LABEL]: nameLabel(taskName), [RUN_LABEL]: String(run) };
}

/** Labels of the task that pass to its Job. */
export function copiedLabels(task: BatchTask): Record<string, string> {
  const labels = task.metadata.labels ?? {};
  return Object.fromEntries(COPIED.flatMap((key) => (labels[key] === undefined ? [] : [[key, labels[key]]])));
}

/** A task's name as a label value: a name of up to 253 characters is cut and told apart by a hash. */
export function nameLabel(taskName: string): string {
  if (taskName.length <= LABEL_VALUE_LENGTH) return taskName;
  const hash = shortHash(taskName, 8);
  return `${taskName.slice(0, LABEL_VALUE_LENGTH - hash.length - 1)}-${hash}`;
}
