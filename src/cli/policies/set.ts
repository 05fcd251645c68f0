import { policyOf } from "../../guardrails/rule.ts";
import type { BatchTaskPolicy } from "../../api/policy/policy.ts";
import { type Guardrails, guardrailsOf } from "../../guardrails/guard.ts";
import { type Known, mayHold } from "./known.ts";

/** What a policy needs to hold somewhere; read from a file it has no UID yet. */
export type PolicyLike = Pick<BatchTaskPolicy, "spec"> & { metadata: { name: string } };

/** What holds in which namespace. */
export interface PolicySet {
  readonly policies: readonly PolicyLike[];
  guardrails(namespace: string): Guardrails;
}

/** @param knownOf what is known of a namespace's labels */
export function policySet(policies: readonly PolicyLike[], knownOf: (namespace: string) => Known): PolicySet {
  const seen = new Map<string, Guardrails>();
  return {
    policies,
    guardrails(namespace) {
      const known = knownOf(namespace);
      const holding = () => policies.filter(({ spec }) => mayHold(spec.namespaceSelector, known));
      const found = seen.get(namespace) ?? guardrailsOf(holding().map(toPolicy), known.labels);
      seen.set(namespace, found);
      return found;
    },
  };
}

/** What guardrails need of it. */
export const toPolicy = ({ metadata: { name }, spec }: PolicyLike) =>
  policyOf({ metadata: { name, uid: "", resourceVersion: "", generation: 0 }, spec });
