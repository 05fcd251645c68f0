import type { NumberField } from "../../../src/guardrails/merge/merged.ts";
import type { BatchTaskSpec } from "../../../src/api/batchtask.ts";
import type { PolicyRules } from "../../../src/api/policy/rules.ts";

/**
 * One line of the table that the pure chain, admission and the operator are all held to. The policy's
 * name in messages is POLICY.
 */
export interface Case {
  rule: string;
  state: "absent" | "inside" | "below" | "above" | "other";
  name?: string;
  /** Of one policy; onViolation is put in by the test. */
  rules: PolicyRules;
  spec: Partial<BatchTaskSpec>;
  /** What Clamp says of it. Absent for rules that know no clamping. */
  clamp?: string[];
  /** What Reject says of it. */
  reject: string[];
  /** Part of the Job's spec with Clamp, and where nothing is refused; POLICY is also the namespace's name. */
  applied: object;
}

/** A pod template around one container, and whatever else is asked for. */
export function template(
  container: object = {},
  pod: object = {},
  metadata: object = {},
): BatchTaskSpec["template"] {
  return {
    ...(Object.keys(metadata).length > 0 && { metadata }),
    spec: {
      restartPolicy: "Never",
      ...pod,
      containers: [{ name: "main", image: "busybox:1.36", ...container }],
    },
  };
}

export const ABOVE = {
  clamp: (field: string, asked: string, bound: string) =>
    `spec.${field} is ${asked}, and policy POLICY allows at most ${bound}: ${bound} is applied`,
  reject: (field: string, asked: string, bound: string) =>
    `spec.${field} is ${asked}, and policy POLICY allows at most ${bound}: set it to ${bound} or less`,
};
export const BELOW = {
  clamp: (field: string, asked: string, bound: string) =>
    `spec.${field} is ${asked}, and policy POLICY asks for at least ${bound}: ${bound} is applied`,
  reject: (field: string, asked: string, bound: string) =>
    `spec.${field} is ${asked}, and policy POLICY asks for at least ${bound}: set it to ${bound} or more`,
};

/** The four lines that every number has. */
export function numberCases(
  field: Exclude<NumberField, "startDeadlineSeconds" | "spreadSeconds">,
  bounds: { default: number; min: number; max: number },
  beside: Partial<BatchTaskSpec> = {},
): Case[] {
  const rules = { [field]: bounds };
  const line = (state: Case["state"], asked: number | undefined, applied: number): Case => {
    const out = state === "above" ? ABOVE : state === "below" ? BELOW : undefined;
    const words = [field, String(asked), String(applied)] as const;
    return {
      rule: field,
      state,
      rules,
      spec: { ...beside, ...(asked !== undefined && { [field]: asked }) },
      clamp: out ? [out.clamp(...words)] : [],
      reject: out ? [out.reject(...words)] : [],
      applied: { [field]: applied },
    };
  };
  return [
    line("absent", undefined, bounds.default),
    line("inside", bounds.min, bounds.min),
    line("below", bounds.min - 1, bounds.min),
    line("above", bounds.max + 1, bounds.max),
  ];
}
