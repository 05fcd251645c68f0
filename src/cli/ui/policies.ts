import type { BatchTask } from "../../api/batchtask.ts";
import { readyOf } from "../../api/condition.ts";
import { defined } from "../../api/defined.ts";
import type { BatchTaskPolicy } from "../../api/policy/policy.ts";
import { BATCHTASKS } from "../../api/resources.ts";
import { whomOf } from "../../guardrails/exempt/exempt.ts";
import { walkPages } from "../../kube/pages.ts";
import { yieldToEventLoop } from "../../kube/clock.ts";
import type { ExemptionView, Policies, PolicyCell, RefusalView } from "../../ui/model/wire.ts";
import type { Known } from "../policies/known.ts";
import { readInForce } from "../policies/from-cluster.ts";
import { type Outcome, rehearsal } from "../policy-test/outcome.ts";
import type { World } from "./world.ts";

const MOST_EXAMPLES = 5;
const MOST_REFUSALS = 50;
/** Lets other work run after so many tasks. */
const TASKS_PER_TURN = 50;

export interface PoliciesOptions {
  /** undefined: all namespaces. */
  namespace: string | undefined;
  /** Slim ones, of which the refusals are told. */
  tasks: readonly BatchTask[];
  signal: AbortSignal;
}

/**
 * The policies, and what each would do to the tasks that exist, were it enforced, as `policy test` has it. Rejects as the
 * client does where policies or tasks may not be read.
 */
export async function policiesOf(
  { context, cluster }: World,
  { namespace, tasks, signal }: PoliciesOptions,
): Promise<Policies> {
  const { client } = cluster;
  const now = cluster.now();
  const names = [...new Set(tasks.map(({ metadata }) => metadata.namespace))].toSorted();
  // What can't be read of namespaces is told by `policy explain`.
  const silent = { ...context, stderr: { ...context.stderr, write: () => undefined }, signal };
  const { policies: all, known } = await readInForce(silent, client, names);
  const policies = all.toSorted((a, b) => (a.metadata.name < b.metadata.name ? -1 : 1));
  const rehearse = rehearsalOf({ others: policies, known, now });
  const cells = new Map<string, PolicyCell>();
  let count = 0;
  for await (const page of walkPages(client, BATCHTASKS, { namespace, signal })) {
    for (const task of page) {
      for (const policy of policies) addTo(cells, policy, rehearse(policy, task));
      count += 1;
      if (count % TASKS_PER_TURN === 0) await yieldToEventLoop();
    }
    signal.throwIfAborted();
  }
  return {
    policies: policies.map(({ metadata, spec }) => ({
      name: metadata.name,
      mode: spec.mode ?? "Enforce",
    })),
    cells: [...cells.values()],
    exemptions: policies.flatMap((policy) => exemptionsOf(policy, now)),
    refusals: refusalsOf(tasks),
  };
}

interface Beside {
  others: readonly BatchTaskPolicy[];
  known: (namespace: string) => Known;
  now: number;
}

/** What holds in a namespace is put together once. */
function rehearsalOf({ others, known, now }: Beside): (policy: BatchTaskPolicy, task: BatchTask) => Outcome {
  const made = new Map<string, ReturnType<typeof rehearsal>>();
  return (policy, { metadata, spec }) => {
    const { namespace } = metadata;
    const key = `${policy.metadata.name}/${namespace}`;
    const rehearse = made.get(key) ?? rehearsal([policy], { others, known: known(namespace), now });
    made.set(key, rehearse);
    return rehearse({ ...metadata, spec });
  };
}

function addTo(cells: Map<string, PolicyCell>, { metadata }: BatchTaskPolicy, one: Outcome): void {
  const { namespace, task, result, effects } = one;
  if (result === "NotSelected") return;
  const key = `${metadata.name}/${namespace}`;
  const cell = cells.get(key) ?? {
    policy: metadata.name,
    namespace,
    tasks: 0,
    changed: 0,
    refused: 0,
    examples: [],
  };
  cells.set(key, cell);
  cell.tasks += 1;
  if (result === "Refused") cell.refused += 1;
  if (result === "Adjusted") cell.changed += 1;
  const telling = effects.find(({ asked, applied }) => asked !== "" || applied === "");
  if (telling && cell.examples.length < MOST_EXAMPLES)
    cell.examples.push({ task, message: `${telling.field}: ${telling.message}` });
}

/** Those that have not ended; the next to end first. Pure. */
function exemptionsOf({ metadata, spec }: BatchTaskPolicy, now: number): ExemptionView[] {
  return (spec.exemptions ?? [])
    .filter(({ until }) => Date.parse(until) > now)
    .toSorted((a, b) => Date.parse(a.until) - Date.parse(b.until))
    .map((one) => ({
      policy: metadata.name,
      selector: `${whomOf(one).join(", ") || "all tasks"} in namespace ${one.namespace}: ${one.rules.join(", ")}`,
      until: one.until,
      reason: one.reason,
    }));
}

/** The latest ones first. Pure. */
export function refusalsOf(tasks: readonly BatchTask[]): RefusalView[] {
  const refused = tasks.flatMap(({ metadata, status }): RefusalView[] => {
    const first = status?.violations?.find(({ mode }) => mode !== "Warn");
    if (!first) return [];
    const { namespace, name, creationTimestamp = "" } = metadata;
    const at = readyOf(status)?.lastTransitionTime ?? creationTimestamp;
    return [{ namespace, name, at, ...defined({ policy: first.policy }), message: first.message }];
  });
  return refused.toSorted((a, b) => (a.at > b.at ? -1 : 1)).slice(0, MOST_REFUSALS);
}
