import type { BatchTaskSpec } from "../api/batchtask.ts";
import type { Adjustment, Granted, Violation } from "../api/status.ts";
import { BASELINE } from "./baseline.ts";
import { FIXED, RULES } from "./chain.ts";
import { bindingOf, grantedBy, holdingFor, type Subject } from "./exempt/exempt.ts";
import { inNamespace } from "./inherited.ts";
import { merge } from "./merge/merge.ts";
import type { Merged } from "./merge/merged.ts";
import type { Guarded, Rule, Policy } from "./rule.ts";
import type { Labels } from "./selector.ts";

/** What holds in one namespace. */
export interface Guardrails {
  /** All of them. */
  policies: readonly Policy[];
  /** Policies in mode Enforce. */
  enforced: readonly Policy[];
  /** Policies in mode Warn. */
  warning: readonly Policy[];
  /** What the enforced ones and the baseline ask for together. */
  merged: Merged;
  /** The same with those that only warn; undefined where there are none. */
  rehearsed: Merged | undefined;
}

/** A guarded spec, and all that the policies have to say of the one that was asked for. */
export interface GuardedTask extends Guarded {
  /** What is refused; empty: the task may run. Those of mode Warn are only reported. */
  violations: Violation[];
  /** From what the task is exempt; absent: from nothing. */
  exemptions?: Granted[];
}

/**
 * The guardrails of the policies that match one namespace.
 * @param labels of the namespace
 */
export function guardrailsOf(matching: readonly Policy[], labels: Labels = {}): Guardrails {
  return together(matching.map((policy) => inNamespace(policy, labels)));
}

/**
 * The same for one object, with the exemptions that hold for it; `all` itself where none does.
 * @param now milliseconds since the epoch
 */
export function guardrailsFor(all: Guardrails, subject: Subject, now: number): Guardrails {
  const held = holdingFor(all.policies, subject, now);
  return held === all.policies ? all : together(held);
}

function together(policies: readonly Policy[]): Guardrails {
  const enforced = policies.filter(({ mode }) => mode === "Enforce");
  const warning = policies.filter(({ mode }) => mode === "Warn");
  return {
    policies,
    enforced,
    warning,
    merged: merge(enforced, BASELINE),
    rehearsed: warning.length > 0 ? merge(policies, BASELINE) : undefined,
  };
}

/** Brings a spec within the guardrails. Pure: the same spec and policies give the same result. */
export function guard(
  spec: BatchTaskSpec,
  { enforced, warning, merged, rehearsed }: Guardrails,
): GuardedTask {
  const guarded = adjust(spec, merged);
  const exemptions = [...enforced, ...warning].flatMap(grantedBy);
  const rehearsal = rehearsed ? rehearse(adjust(spec, rehearsed), warning) : [];
  return {
    spec: guarded.spec,
    adjustments: [...guarded.adjustments, ...rehearsal],
    violations: [
      ...violationsOf(spec, BASELINE, FIXED),
      ...enforced.flatMap((policy) => violationsOf(spec, policy, RULES)),
      ...warning.flatMap((policy) => violationsOf(spec, policy, RULES)),
    ],
    ...(exemptions.length > 0 && { exemptions }),
  };
}

/** Whether a task may not run: what a policy in mode Warn says does not count. */
export function isRefused({ violations }: Pick<GuardedTask, "violations">): boolean {
  return violations.some(doesRefuse);
}

/** Why it may not run: a sentence for each value that is refused. */
export function refusals(violations: readonly Violation[]): string[] {
  return violations.filter(doesRefuse).map(({ message }) => message);
}

const doesRefuse = ({ mode }: Violation): boolean => mode !== "Warn";

function adjust(spec: BatchTaskSpec, merged: Merged): Guarded {
  return RULES.reduce<Guarded>(
    (guarded, rule) => {
      const next = rule.adjust?.(guarded.spec, merged);
      if (!next) return guarded;
      return { spec: next.spec, adjustments: [...guarded.adjustments, ...next.adjustments] };
    },
    { spec, adjustments: [] },
  );
}

/** Of a rehearsal, what the policies in mode Warn would decide. */
function rehearse({ adjustments }: Guarded, warning: readonly Policy[]): Adjustment[] {
  const names = new Set(warning.map(({ name }) => name));
  return adjustments.filter(({ policy }) => names.has(policy)).map((one) => ({ ...one, mode: "Warn" }));
}

function violationsOf(spec: BatchTaskSpec, policy: Policy, rules: readonly Rule[]): Violation[] {
  return bindingOf(policy, rules).flatMap((rule) =>
    (rule.objections?.(spec, policy) ?? [])
      .filter(({ action }) => action === "Reject")
      .map(
        ({ field, asked, message }): Violation => ({
          field,
          ...(asked !== "" && { asked }),
          rule: rule.name,
          policy: policy.name,
          message,
          ...(policy.mode === "Warn" && { mode: "Warn" }),
        }),
      ),
  );
}
