import type { Job } from "../../../../src/api/job.ts";
import type { StatusInputs } from "../../../../src/status/inputs.ts";
import { job, run, task } from "../../support/task.ts";

export const startTime = "2026-01-01T00:00:00Z";
export const now = "2026-01-01T00:01:00Z";

/** What a status follows from: of a recorded run without a Job, but for the fields. */
export function seen(fields: Partial<StatusInputs> = {}): StatusInputs {
  const subject = fields.task ?? task();
  return {
    task: subject,
    guarded: { spec: subject.spec, adjustments: [], violations: [] },
    run: run(),
    now,
    ...fields,
  };
}

/** A Job's condition that holds. */
export function condition(type: string, reason = "", message = "") {
  return { type, status: "True", reason, message, lastTransitionTime: now };
}

export function withStatus(status: Job["status"]): { job: Job } {
  return { job: job({ status }) };
}
