import type { BatchTask } from "../../api/batchtask.ts";
import type { Conflict } from "../../guardrails/merge/merged.ts";
import { keyOf } from "../../kube/object.ts";
import type { PolicyFacts } from "../../mirror/policy.ts";
import type { PolicySource } from "./source.ts";

/** How many of the adjusted and rejected tasks a policy's status shows. */
const RECENT = 5;

/**
 * What can be said of every policy, from one walk over the namespaces and one over the tasks. It
 * counts what is the case now, from what the tasks' statuses say, so it can't drift.
 */
export function census(
  names: readonly string[],
  namespaces: readonly string[],
  tasks: readonly BatchTask[],
  source: PolicySource,
): Map<string, PolicyFacts> {
  const facts = new Map(names.map((name) => [name, empty()]));
  const perNamespace = Map.groupBy(tasks, ({ metadata }) => metadata.namespace);
  for (const namespace of namespaces) {
    const matched = perNamespace.get(namespace)?.length ?? 0;
    for (const { metadata } of source.matching(namespace)) {
      const one = facts.get(metadata.name);
      if (!one) continue;
      one.namespaces += 1;
      one.matched += matched;
    }
    addConflicts(facts, source.guardrails(namespace)?.merged.conflicts ?? []);
  }
  for (const task of tasks.toSorted(newestFirst)) addTask(facts, task);
  return facts;
}

const empty = (): PolicyFacts => ({
  namespaces: 0,
  matched: 0,
  adjusted: 0,
  rejected: 0,
  recent: [],
  conflicts: [],
});

function newestFirst(a: BatchTask, b: BatchTask): number {
  const [left, right] = [a, b].map(({ metadata }) => `${metadata.creationTimestamp} ${metadata.name}`);
  return (left ?? "") < (right ?? "") ? 1 : -1;
}

function addConflicts(facts: Map<string, PolicyFacts>, conflicts: readonly Conflict[]): void {
  for (const { policies, message } of conflicts)
    for (const name of new Set(policies)) {
      const one = facts.get(name);
      if (one && !one.conflicts.includes(message)) one.conflicts.push(message);
    }
}

function addTask(facts: Map<string, PolicyFacts>, task: BatchTask): void {
  for (const [name, { refused, message }] of saidOf(task)) {
    const one = facts.get(name);
    if (!one) continue;
    if (refused) one.rejected += 1;
    else one.adjusted += 1;
    if (one.recent.length < RECENT) one.recent.push({ task: keyOf(task), message });
  }
}

/** By policy: what it says of a task first. A refusal goes before a change; what is filled in is none. */
function saidOf({ status }: BatchTask): Map<string, { refused: boolean; message: string }> {
  const said = new Map<string, { refused: boolean; message: string }>();
  for (const { policy, message } of status?.violations ?? [])
    if (!said.has(policy)) said.set(policy, { refused: true, message });
  for (const { policy, field, asked, applied } of status?.adjustments ?? [])
    if (asked !== undefined && !said.has(policy))
      said.set(policy, { refused: false, message: `${field}: ${asked} asked, ${applied} applied` });
  return said;
}
