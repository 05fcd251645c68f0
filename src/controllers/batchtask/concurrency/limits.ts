import type { BatchTask } from "../../../api/batchtask.ts";
import type { Merged } from "../../../guardrails/merge/merged.ts";

/** Whose limit it is, and what it counts. */
export type LimitOf =
  | { kind: "Namespace"; policy: string }
  | { kind: "Label"; policy: string; label: string; value: string }
  | { kind: "ConcurrencyGroup"; name: string };

/** So many of the tasks that share it run at the same time. */
export interface Limit {
  /** The same for all tasks that are counted together, and for no others. */
  id: string;
  max: number;
  of: LimitOf;
}

/** What policies ask for together, as far as tasks have to wait for each other. */
export type Limiting = Pick<Merged, "maxActive" | "maxActivePerLabel" | "labels" | "inheritedLabels">;

/**
 * The limits that concern a task: its namespace's, those of its labels' values, its own group's. A label is that of the
 * pods, with what policies inject or the namespace gives, which they can demand (`labels`); else the task's own.
 */
export function limitsOf({ metadata, spec }: BatchTask, merged: Limiting | undefined): Limit[] {
  const { namespace } = metadata;
  const { maxActive, maxActivePerLabel = [] } = merged ?? {};
  const limits: Limit[] = [];
  if (maxActive)
    limits.push({
      id: idOf("namespace", namespace),
      max: maxActive.value,
      of: { kind: "Namespace", policy: maxActive.policy },
    });
  for (const { value: rule, policy } of maxActivePerLabel) {
    const { label, max } = rule;
    const value = labelOf(label, merged, [spec.template.metadata?.labels, metadata.labels]);
    if (value !== undefined)
      limits.push({
        id: idOf("label", policy, label, value),
        max,
        of: { kind: "Label", policy, label, value },
      });
  }
  const name = spec.runs?.concurrencyGroup;
  if (name !== undefined)
    limits.push({ id: idOf("group", namespace, name), max: 1, of: { kind: "ConcurrencyGroup", name } });
  return limits;
}

/** The line of all namespaces that have a limit of a label. No namespace is called so. */
export const EVERYWHERE = "*";

/**
 * Which line the tasks of a namespace stand in: tasks of two lines have no limit in common. Limits of labels hold across
 * namespaces, so all namespaces that have one share a line.
 */
export function lineOf(namespace: string, merged: Limiting | undefined): string {
  return merged && merged.maxActivePerLabel.length > 0 ? EVERYWHERE : namespace;
}

type Labels = Readonly<Record<string, string>> | undefined;

function labelOf(label: string, merged: Limiting | undefined, [ofPods, own]: [Labels, Labels]) {
  const { labels = {}, inheritedLabels = {} } = merged ?? {};
  const valueIn = (from: Labels) => (from && Object.hasOwn(from, label) ? from[label] : undefined);
  const decided = (from: Limiting["labels"]) => (Object.hasOwn(from, label) ? from[label]?.value : undefined);
  const given = decided(labels) ?? valueIn(ofPods) ?? decided(inheritedLabels);
  return given || valueIn(own) || undefined;
}

/** No part of a name has this in it. */
const idOf = (...parts: readonly string[]): string => parts.join("\0");
