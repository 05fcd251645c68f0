import { policyOf } from "../../guardrails/rule.ts";
import type { BatchTaskPolicy } from "../../api/policy/policy.ts";
import { type Guardrails, guardrailsOf } from "../../guardrails/guard.ts";
import { type Labels, selects } from "../../guardrails/selector.ts";

/** What a policy needs to hold somewhere; read from a file it has no UID yet. */
export type PolicyLike = Pick<BatchTaskPolicy, "spec"> & { metadata: { name: string } };

/** What holds in which namespace. */
export interface PolicySet {
  readonly policies: readonly PolicyLike[];
  guardrails(namespace: string): Guardrails;
}

/**
 * @param labelsOf labels of a namespace; undefined: they are not known, and every policy is taken to hold there
 */
export function policySet(
  policies: readonly PolicyLike[],
  labelsOf: (namespace: string) => Labels | undefined,
): PolicySet {
  const known = new Map<string, Guardrails>();
  return {
    policies,
    guardrails(namespace) {
      const found =
        known.get(namespace) ?? guardrailsOf(matching(policies, labelsOf(namespace)).map(toPolicy));
      known.set(namespace, found);
      return found;
    },
  };
}

function matching(policies: readonly PolicyLike[], labels: Labels | undefined): readonly PolicyLike[] {
  return labels === undefined
    ? policies
    : policies.filter(({ spec }) => selects(spec.namespaceSelector, labels));
}

/** What guardrails need of it. */
export const toPolicy = ({ metadata: { name }, spec }: PolicyLike) =>
  policyOf({ metadata: { name, uid: "", resourceVersion: "", generation: 0 }, spec });
