import type { BatchTaskSpec } from "../../api/batchtask.ts";
import { RULES } from "../chain.ts";
import { bindingOf } from "../exempt/exempt.ts";
import type { Objection, Policy, RawKind } from "../rule.ts";
import { inJobTemplate } from "../text/sentence.ts";
import { withJobDefaults } from "./job-defaults.ts";
import { refusing, uninjected } from "./refusing.ts";

/** Namespaces of the cluster's own, in which no Job is judged. */
export const SYSTEM_NAMESPACES: readonly string[] = ["kube-system", "kube-public", "kube-node-lease"];

/** What one policy says of a Job or a CronJob of another tool. */
export interface JobVerdict {
  /** Path of the field under spec. */
  field: string;
  asked: string;
  rule: string;
  policy: string;
  /** Reject: it is refused. Warn: it is created as it is, with a warning. */
  action: "Reject" | "Warn";
  /** One sentence with field, value, bound, policy and fix. */
  message: string;
}

/** A Job, or what a CronJob makes its Jobs of. */
export interface JudgedJob {
  kind: RawKind;
  spec: BatchTaskSpec;
}

/**
 * What a policy says of a Job or CronJob as its author wrote it, in the words of admission (admission/job-policies.ts).
 * Empty where the policy does not apply to the kind. Pure.
 * @param policy as it holds for this one (exempt/exempt.ts)
 */
export function judgeJob({ kind, spec: asked }: JudgedJob, policy: Policy): JobVerdict[] {
  if (!policy.appliesTo?.includes(kind)) return [];
  const spec = kind === "Job" ? withJobDefaults(asked) : asked;
  const own = { ...policy, rules: uninjected(policy.rules) };
  const strict = { ...own, rules: refusing(own.rules) };
  return bindingOf(policy, RULES).flatMap((rule) => {
    const objections = ({ rules }: Policy): Objection[] => [
      ...(rule.objections?.(spec, { name: policy.name, rules }) ?? []),
      ...(rule.unfilled?.(spec, { name: policy.name, rules }, kind) ?? []),
    ];
    const asWritten = objections(own);
    return objections(strict).map(({ field, asked: value, message }, index): JobVerdict => {
      const clamps = asWritten[index]?.action === "Clamp" && policy.onJobClamp !== "Reject";
      return {
        field,
        asked: value,
        rule: rule.name,
        policy: policy.name,
        action: policy.mode === "Warn" || clamps ? "Warn" : "Reject",
        message: kind === "CronJob" ? inJobTemplate(message) : message,
      };
    });
  });
}
