import type { BatchTask } from "../../api/batchtask.ts";
import type { Conflict } from "../../guardrails/merge/merged.ts";
import { type Ruling, rulingsOf } from "../../guardrails/rulings.ts";
import { visitInTurns } from "../../kube/clock.ts";
import { keyOf } from "../../kube/object.ts";
import type { PolicyFacts } from "./status.ts";
import type { NamespaceGuardrails } from "./namespace-guardrails.ts";

/** So many tasks are looked at in one turn of the event loop. */
const TASKS_PER_TURN = 2_000;

/** How many of the adjusted and rejected tasks a policy's status shows. */
const RECENT = 5;

type TaskFacts = Omit<PolicyFacts, "ofOthers">;

/**
 * What can be said of every policy, from one walk over the namespaces and one over the tasks. It
 * counts what is the case now, from what the tasks' statuses say, so it can't drift.
 */
export async function census(
  names: readonly string[],
  namespaces: readonly string[],
  tasks: readonly BatchTask[],
  source: NamespaceGuardrails,
): Promise<Map<string, TaskFacts>> {
  const facts = new Map(names.map((name) => [name, empty()]));
  const perNamespace = await countPerNamespace(tasks);
  for (const namespace of namespaces) {
    const matched = perNamespace.get(namespace) ?? 0;
    for (const { metadata } of source.matching(namespace)) {
      const one = facts.get(metadata.name);
      if (!one) continue;
      one.namespaces += 1;
      one.matched += matched;
    }
    addConflicts(facts, source.guardrails(namespace)?.merged.conflicts ?? []);
  }
  const newest = new Map(names.map((name) => [name, [] as Remark[]]));
  await visitInTurns(tasks, TASKS_PER_TURN, (task) => addTask(facts, newest, task));
  for (const [name, one] of facts)
    one.recent = (newest.get(name) ?? []).map(({ task, message }) => ({ task: keyOf(task), message }));
  return facts;
}

interface Remark {
  task: BatchTask;
  message: string;
}

async function countPerNamespace(tasks: readonly BatchTask[]): Promise<Map<string, number>> {
  const counts = new Map<string, number>();
  await visitInTurns(tasks, TASKS_PER_TURN, ({ metadata }) => {
    counts.set(metadata.namespace, (counts.get(metadata.namespace) ?? 0) + 1);
  });
  return counts;
}

const empty = (): TaskFacts => ({
  namespaces: 0,
  matched: 0,
  adjusted: 0,
  rejected: 0,
  exempted: 0,
  recent: [],
  conflicts: [],
});

/** Keeps the newest few, newest first. All tasks are walked over each second: sorting them would take most of it. */
function keepNewest(newest: Remark[], said: Remark): void {
  const place = newest.findIndex(({ task }) => isNewer(said.task, task));
  if (place >= 0) newest.splice(place, 0, said);
  else newest.push(said);
  if (newest.length > RECENT) newest.pop();
}

function isNewer({ metadata: a }: BatchTask, { metadata: b }: BatchTask): boolean {
  const [left, right] = [a.creationTimestamp ?? "", b.creationTimestamp ?? ""];
  return left === right ? a.name > b.name : left > right;
}

function addConflicts(facts: Map<string, TaskFacts>, conflicts: readonly Conflict[]): void {
  for (const { policies, message } of conflicts)
    for (const name of new Set(policies)) {
      const one = facts.get(name);
      if (one && !one.conflicts.includes(message)) one.conflicts.push(message);
    }
}

function addTask(facts: Map<string, TaskFacts>, newest: Map<string, Remark[]>, task: BatchTask): void {
  for (const name of new Set(task.status?.exemptions?.map(({ policy }) => policy))) {
    const one = facts.get(name);
    if (one) one.exempted += 1;
  }
  for (const [name, { isRefused, message }] of saidOf(task)) {
    const one = facts.get(name);
    if (!one) continue;
    if (isRefused) one.rejected += 1;
    else one.adjusted += 1;
    keepNewest(newest.get(name) ?? [], { task, message });
  }
}

/** By policy: what it says of a task first. A refusal goes before a change. */
function saidOf({ status }: BatchTask): Map<string, Ruling> {
  const said = new Map<string, Ruling>();
  for (const ruling of rulingsOf(status)) if (!said.has(ruling.policy)) said.set(ruling.policy, ruling);
  return said;
}
