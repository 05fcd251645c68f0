import type { Subject } from "../../guardrails/exempt/exempt.ts";
import { policyOf } from "../../guardrails/rule.ts";
import type { BatchTaskPolicy } from "../../api/policy/policy.ts";
import { type Guardrails, guardrailsFor, guardrailsOf } from "../../guardrails/guard.ts";
import { type Known, mayHold } from "./known.ts";

/** What a policy needs to hold somewhere; read from a file it has no UID yet. */
export type PolicyLike = Pick<BatchTaskPolicy, "spec"> & { metadata: { name: string } };

/** What holds in which namespace. */
export interface PolicySet {
  readonly policies: readonly PolicyLike[];
  /** By which exemptions hold: milliseconds since the epoch. */
  readonly now: number;
  guardrails(namespace: string): Guardrails;
  /** The same for one task, which policies may exempt from some of their rules. */
  guardrailsFor(task: Subject): Guardrails;
}

/** @param knownOf what is known of a namespace's labels */
export function policySet(
  policies: readonly PolicyLike[],
  knownOf: (namespace: string) => Known,
  now: number,
): PolicySet {
  const seen = new Map<string, Guardrails>();
  function guardrails(namespace: string): Guardrails {
    const known = knownOf(namespace);
    const holding = () => policies.filter(({ spec }) => mayHold(spec.namespaceSelector, known));
    const found = seen.get(namespace) ?? guardrailsOf(holding().map(toPolicy), known.labels);
    seen.set(namespace, found);
    return found;
  }
  return {
    policies,
    now,
    guardrails,
    guardrailsFor: (task) => guardrailsFor(guardrails(task.namespace), task, now),
  };
}

/** What guardrails need of it. */
export const toPolicy = ({ metadata: { name }, spec }: PolicyLike) =>
  policyOf({ metadata: { name, uid: "", resourceVersion: "", generation: 0 }, spec });
