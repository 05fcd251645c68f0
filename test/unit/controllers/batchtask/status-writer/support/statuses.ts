import type { BatchTaskStatus } from "../../../../../../src/api/status.ts";

/** A run: on record, under way, and over. */
export const run = { number: 1, jobName: "report-1", templateHash: "h", trigger: "Created" as const };
export const pending: BatchTaskStatus = { observedGeneration: 1, phase: "Pending", run };
export const running: BatchTaskStatus = {
  ...pending,
  phase: "Running",
  run: { ...run, jobUID: "j" },
  active: 1,
};
export const over: BatchTaskStatus = { ...running, phase: "Succeeded" };
