import { defined } from "../api/defined.ts";
import { bound } from "./bounded-number.ts";
import type { Rule } from "./rule.ts";

/** Bounds how long a run may wait for its first pod, so that a bad image or a missing Secret ends it. Seconds. */
export const startDeadlineSeconds: Rule = (spec, policy) => {
  const asked = spec.runs?.startDeadlineSeconds;
  const rule = policy.rules.startDeadlineSeconds;
  const applied = rule && bound(asked, rule);
  if (applied === undefined || applied === asked) return { spec, adjustments: [] };
  const adjustment = defined({
    field: "runs.startDeadlineSeconds",
    asked: asked?.toString(),
    applied: String(applied),
    rule: "startDeadlineSeconds",
    policy: policy.name,
  });
  return {
    spec: { ...spec, runs: { ...spec.runs, startDeadlineSeconds: applied } },
    adjustments: [adjustment],
  };
};
