import type { BatchTaskSpec } from "../api/batchtask.ts";
import { defined } from "../api/defined.ts";
import type { NumberRule, Policy } from "./policy.ts";
import type { Guarded } from "./rule.ts";

type Field = "backoffLimit" | "activeDeadlineSeconds" | "ttlSecondsAfterFinished";

/** The value in force: the default where none was asked for, else the asked one within the bounds. */
export function bound(asked: number | undefined, rule: NumberRule): number | undefined {
  const value = asked ?? rule.default;
  if (value === undefined) return undefined;
  return Math.min(Math.max(value, rule.min ?? value), rule.max ?? value);
}

/** Holds one whole-number field of spec to its bounds. */
export function boundedNumber(field: Field, spec: BatchTaskSpec, policy: Policy): Guarded {
  const rule = policy.rules[field];
  const asked = spec[field];
  const applied = rule && bound(asked, rule);
  if (applied === undefined || applied === asked) return { spec, adjustments: [] };
  const adjustment = defined({
    field,
    asked: asked?.toString(),
    applied: String(applied),
    rule: field,
    policy: policy.name,
  });
  return { spec: { ...spec, [field]: applied }, adjustments: [adjustment] };
}
