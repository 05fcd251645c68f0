import type { BatchTaskPolicy } from "../api/policy/policy.ts";
import type { BatchTaskSpec } from "../api/batchtask.ts";
import type { OnViolation } from "../api/policy/bounds.ts";
import type { Exemption } from "../api/policy/exemptions.ts";
import type { PolicyRules } from "../api/policy/rules.ts";
import type { Adjustment } from "../api/status.ts";
import type { Merged } from "./merge/merged.ts";
import type { Labels } from "./selector.ts";

/** A value that one policy objects to. */
export interface Objection {
  /** Path of the field under spec. */
  field: string;
  asked: string;
  /** Clamp: the value is brought within bounds. Reject: the task is refused. */
  action: OnViolation;
  /** One sentence with field, value, bound, policy and fix. */
  message: string;
}

/** A spec within bounds, and what was changed to bring it there. */
export interface Guarded {
  spec: BatchTaskSpec;
  adjustments: Adjustment[];
}

/** Kinds that guardrails can judge beside BatchTask. */
export type RawKind = "Job" | "CronJob";

/** CEL of what one admission policy shows: those that deny show other objections than those that warn. */
export interface Shown {
  /** Condition under which an objection of bounds is shown, by the CEL that names the bounds. */
  bounds: (bounds: string) => string;
  /** Condition under which a refusal is shown that knows no Clamp. */
  refusals: string;
  /** Whether a value out of bounds is clamped: nobody does that for a Job or a CronJob. */
  clamps: boolean;
}

/** CEL that brings the spec of a Job to be within the bounds of one policy (admission/clamp-jobs.ts). */
export interface CelAdjust {
  /** A list of changes (celChange); empty where there is nothing to change, as after the changes were made. */
  changes: string;
  /** What the rule may have filled in, as it stands there now: a list of celHeld, for what is said of it to be kept. */
  holds: string;
  /** Variables of its own, in the order of their use. */
  variables?: Readonly<Record<string, string>>;
  /**
   * It shares no patch with its neighbours in the chain: it reads what the rule before it changes, adds the same map, or
   * may cost more than CEL may, which would take the others with it.
   */
  ownPatch?: true;
}

/**
 * One guardrail. Each is told twice what it objects to: in TypeScript for the operator, and in CEL
 * for `kubectl apply`; one table of tests holds both to the same words. CEL sees `object`, `params`
 * and the variables of admission/variables.ts, of which `spec` is the spec of the Job to be.
 */
export interface Rule {
  readonly name: string;
  /** For the reference page: what it does, in a few sentences. */
  readonly about: readonly string[];
  /** `spec.rules` of a policy, for the reference page. */
  readonly example?: PolicyRules;
  /** Pure. What one policy objects to in a spec as its author wrote it. */
  readonly objections?: (
    spec: BatchTaskSpec,
    policy: Pick<Policy, "name" | "rules" | "inherited">,
  ) => Objection[];
  /** It knows no clamping: whatever it objects to is refused. */
  readonly refuses?: true;
  /** CEL: the messages of the same objections, as a list of strings. */
  readonly cel?: (shown: Shown) => string;
  /**
   * What Jobs and CronJobs are told beside that, for which nobody fills anything in: what stays without a bound. Pure.
   */
  readonly unfilled?: (
    spec: BatchTaskSpec,
    policy: { name: string; rules: PolicyRules },
    kind: RawKind,
  ) => Objection[];
  /** CEL: the messages of the same. */
  readonly celUnfilled?: (shown: Shown) => string;
  /** CEL variables of its own, in the order of their use. */
  readonly variables?: Readonly<Record<string, string>>;
  /**
   * Pure. Brings a spec within the bounds of all policies together; one adjustment for each value
   * changed. Never changes its argument, and leaves its own result as it is.
   */
  readonly adjust?: (spec: BatchTaskSpec, merged: Merged) => Guarded;
  /** The same in CEL, of a Job or CronJob and the bounds of one policy. */
  readonly celAdjust?: CelAdjust;
}

/** What guardrails need of a policy. */
export interface Policy {
  /** Shown in all that this policy decides. */
  name: string;
  mode: "Enforce" | "Warn";
  rules: PolicyRules;
  /** Kinds that it judges beside BatchTask. Default: none. */
  appliesTo?: readonly string[];
  /** What becomes of a Job or CronJob with a value that would be clamped. Default: Warn. */
  onJobClamp?: "Warn" | "Reject" | "Clamp";
  /** Who is exempt from which of its rules, as the policy has it. Default: nobody. */
  exemptions?: readonly Exemption[];
  /** Those of them that hold for what is judged (exempt/exempt.ts). Default: none. */
  granted?: readonly Exemption[];
  /** Labels that pods get from those of the namespace that is spoken of. Absent: none. */
  inherited?: Labels;
}

export function policyOf({ metadata, spec }: Pick<BatchTaskPolicy, "metadata" | "spec">): Policy {
  const { mode = "Enforce", rules, appliesTo, onJobClamp, exemptions } = spec;
  return {
    name: metadata.name,
    mode,
    rules,
    ...(appliesTo && { appliesTo }),
    ...(onJobClamp && { onJobClamp }),
    ...(exemptions && { exemptions }),
  };
}
