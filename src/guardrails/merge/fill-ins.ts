import type { Policy } from "../rule.ts";
import { partsOfContainer, partsOfPod, securityText } from "../security.ts";
import { taintOf, tolerationText } from "../toleration.ts";
import type { Conflict, Decided, FillIns } from "./merged.ts";

/** What policies fill in under one name, by key. */
interface FillIn<T> {
  /** Of two policies that fill in under one key the first by name decides. */
  first: (policies: readonly Policy[]) => Record<string, Decided<T>>;
  /** One key, filled in with two values. */
  conflicts: (policies: readonly Policy[]) => Conflict[];
}

/**
 * @param name of the part of the rule that says it
 * @param of what one policy fills in; undefined: nothing
 * @param text two values are the same where their text is
 */
function fillIn<T>(
  name: string,
  of: (policy: Policy) => Readonly<Record<string, T>> | undefined,
  text: (value: T) => string = String,
): FillIn<T> {
  const entriesOf = (policy: Policy) => Object.entries(of(policy) ?? {});
  return {
    first: (policies) => {
      const found = new Map<string, Decided<T>>();
      for (const policy of policies)
        for (const [key, value] of entriesOf(policy))
          if (!found.has(key)) found.set(key, { value, policy: policy.name });
      return Object.fromEntries(found);
    },
    conflicts: (policies) => {
      const first = new Map<string, Decided<T>>();
      return policies.flatMap((policy) =>
        entriesOf(policy).flatMap(([key, value]): Conflict[] => {
          const other = first.get(key);
          if (!other) first.set(key, { value, policy: policy.name });
          if (!other || text(other.value) === text(value)) return [];
          const message = `${name}.${key}: policy ${other.policy} injects ${text(other.value)}, and policy ${policy.name} injects ${text(value)}; the first holds until one of them is changed`;
          return [{ policies: [other.policy, policy.name], message }];
        }),
      );
    },
  };
}

const ALL: { readonly [K in keyof FillIns]: FillIn<FillIns[K][string]["value"]> } = {
  labels: fillIn("labels.inject", ({ rules }) => rules.labels?.inject),
  inheritedLabels: fillIn("labels.fromNamespace", ({ inherited }) => inherited),
  annotations: fillIn("annotations.inject", ({ rules }) => rules.annotations?.inject),
  nodeSelector: fillIn("nodeSelector.inject", ({ rules }) => rules.nodeSelector?.inject),
  tolerations: fillIn(
    "tolerations.inject",
    ({ rules }) => Object.fromEntries((rules.tolerations?.inject ?? []).map((one) => [taintOf(one), one])),
    tolerationText,
  ),
  imagePullSecrets: fillIn("imagePullSecrets.inject", ({ rules }) =>
    Object.fromEntries((rules.imagePullSecrets?.inject ?? []).map((name) => [name, name])),
  ),
  priorityClasses: fillIn("priorityClasses", ({ rules: { priorityClasses: rule } }) =>
    rule?.default === undefined ? {} : { default: rule.default },
  ),
  podSecurityContext: fillIn(
    "podSecurityContext.default",
    ({ rules: { podSecurityContext: rule } }) => rule && partsOfPod(rule.default),
    securityText,
  ),
  containerSecurityContext: fillIn(
    "containerSecurityContext.default",
    ({ rules: { containerSecurityContext: rule } }) => rule && partsOfContainer(rule.default),
    securityText,
  ),
};

/** What all policies fill in together. Pure. @param policies by name */
export function fillIns(policies: readonly Policy[]): FillIns {
  return {
    labels: ALL.labels.first(policies),
    inheritedLabels: ALL.inheritedLabels.first(policies),
    annotations: ALL.annotations.first(policies),
    nodeSelector: ALL.nodeSelector.first(policies),
    tolerations: ALL.tolerations.first(policies),
    imagePullSecrets: ALL.imagePullSecrets.first(policies),
    priorityClasses: ALL.priorityClasses.first(policies),
    podSecurityContext: ALL.podSecurityContext.first(policies),
    containerSecurityContext: ALL.containerSecurityContext.first(policies),
  };
}

/** Of what policies fill in, what can't all be kept. Pure. @param policies by name */
export function fillInConflicts(policies: readonly Policy[]): Conflict[] {
  return Object.values(ALL).flatMap(({ conflicts }) => conflicts(policies));
}
