import type { Policy } from "./rule.ts";
import type { Labels } from "./selector.ts";

/** A policy in one namespace: with the labels that pods get there from the namespace's own, which must have a value. Pure. */
export function inNamespace(policy: Policy, labels: Labels): Policy {
  const sources = Object.entries(policy.rules.labels?.fromNamespace ?? {});
  if (sources.length === 0) return policy;
  const inherited = sources.flatMap(([key, source]): [string, string][] => {
    const value = Object.hasOwn(labels, source) ? labels[source] : undefined;
    return value ? [[key, value]] : [];
  });
  return { ...policy, inherited: Object.fromEntries(inherited) };
}

/** CEL: whether a pod's label of this key comes from the namespace, by an expression that gives the map of the policy. */
export function celInherited(key: string, from: string): string {
  const source = `${from}[${key}]`;
  return `(has(${from}) && ${key} in ${from} && ${source} in variables.labels && variables.labels[${source}] != '')`;
}
