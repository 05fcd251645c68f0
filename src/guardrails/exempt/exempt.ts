import type { Exemption } from "../../api/policy/exemptions.ts";
import type { Granted } from "../../api/status.ts";
import type { Policy } from "../rule.ts";
import type { Labels } from "../selector.ts";
import { matchesAny } from "../text/pattern.ts";

/** What of an object decides whether it is exempt: a BatchTask, a Job or a CronJob. */
export interface Subject {
  namespace: string;
  name: string;
  /** Of its metadata. */
  labels?: Labels | undefined;
}

/**
 * The same policies as they hold for one object, each with the exemptions that hold for it. Pure.
 * @param now milliseconds since the epoch
 * @returns `policies` itself where nothing is exempt
 */
export function holdingFor(policies: readonly Policy[], subject: Subject, now: number): readonly Policy[] {
  const held = policies.map((policy) => {
    const granted = (policy.exemptions ?? []).filter(
      (one) => concerns(one, subject) && Date.parse(one.until) > now,
    );
    return granted.length === 0 ? policy : { ...policy, granted };
  });
  return held.some(({ granted }) => granted) ? held : policies;
}

function concerns({ namespace, name, matchLabels = {} }: Exemption, subject: Subject): boolean {
  const { labels = {} } = subject;
  return (
    concernsNamespace({ namespace }, subject.namespace) &&
    (name === undefined || matchesAny(subject.name, [name])) &&
    Object.entries(matchLabels).every(([key, value]) => Object.hasOwn(labels, key) && labels[key] === value)
  );
}

export function concernsNamespace({ namespace }: Pick<Exemption, "namespace">, name: string): boolean {
  return matchesAny(name, [namespace]);
}

export function isExempt({ granted = [] }: Pick<Policy, "granted">, rule: string): boolean {
  return granted.some(({ rules }) => rules.some((name) => name === rule));
}

/** Which objects of its namespace an exemption speaks of, in words: a name, and labels; empty where it is all. */
export function whomOf({ name, matchLabels = {} }: Pick<Exemption, "name" | "matchLabels">): string[] {
  const labels = Object.entries(matchLabels).map(([key, value]) => `${key}=${value}`);
  return [...(name === undefined ? [] : [name]), ...labels];
}

/** Those of some rules that bind what is judged. */
export function bindingOf<Named extends { readonly name: string }>(
  policy: Pick<Policy, "granted">,
  rules: readonly Named[],
): readonly Named[] {
  return rules.filter(({ name }) => !isExempt(policy, name));
}

/** What a task is told of them. */
export function grantedBy({ name: policy, granted = [] }: Policy): Granted[] {
  return granted.map(({ rules, reason, until }) => ({ policy, rules, reason, until }));
}

/** When the first of them ends: milliseconds since the epoch. */
export function nextEnd(granted: readonly Pick<Granted, "until">[] = []): number | undefined {
  return granted.length === 0 ? undefined : Math.min(...granted.map(({ until }) => Date.parse(until)));
}
