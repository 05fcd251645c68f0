import type { Policy } from "./rule.ts";

const hour = 3600;
const day = 24 * hour;

/**
 * The policy that decides what no other does, so that a bare install is already safe: nothing
 * retries without end, hangs for ever, piles up or runs without limits. Wide enough for ordinary
 * work to pass unchanged. docs/decisions/0002-policies.md says how policies and baseline meet.
 */
export const BASELINE: Policy = {
  name: "baseline",
  mode: "Enforce",
  rules: {
    backoffLimit: { default: 3, max: 10 },
    startDeadlineSeconds: { default: hour, max: day },
    activeDeadlineSeconds: { default: day, max: 7 * day },
    ttlSecondsAfterFinished: { default: day, max: 7 * day },
    resources: {
      requests: {
        cpu: { default: "100m" },
        memory: { default: "128Mi" },
      },
      limits: {
        cpu: { default: "1", max: "16" },
        memory: { default: "512Mi", max: "64Gi" },
      },
    },
  },
};
