import type { BatchTaskStatus } from "../../../src/api/status.ts";

/** What most tasks look like: one container, and neither ports nor volumes. */
export { TEMPLATE } from "../subjects/template.ts";

const TIME = "2026-11-30T03:26:48Z";

/** The status of a task with all defaults that has succeeded. */
export const STATUS: BatchTaskStatus = {
  observedGeneration: 1,
  phase: "Succeeded",
  completions: "1/1",
  succeeded: 1,
  duration: "12s",
  run: {
    number: 1,
    trigger: "Created",
    jobName: "hello-1-7e308a31",
    jobUID: "bd3be07e-e388-467a-ada5-a4a7cf23b831",
    templateHash: "v1-14ad0a97369cc77e",
    startTime: TIME,
    podStartTime: TIME,
    completionTime: TIME,
  },
  effective: {
    activeDeadlineSeconds: 86_400,
    backoffLimit: 3,
    startDeadlineSeconds: 3_600,
    ttlSecondsAfterFinished: 86_400,
    resources: [
      {
        container: "hello",
        limits: { cpu: "1", memory: "512Mi" },
        requests: { cpu: "100m", memory: "128Mi" },
      },
    ],
  },
  conditions: [
    {
      type: "Ready",
      status: "True",
      reason: "Succeeded",
      message: "Job hello-1-7e308a31 has succeeded",
      lastTransitionTime: TIME,
      observedGeneration: 1,
    },
    {
      type: "Complete",
      status: "True",
      reason: "Succeeded",
      message: "Job hello-1-7e308a31 has succeeded",
      lastTransitionTime: TIME,
      observedGeneration: 1,
    },
  ],
};
