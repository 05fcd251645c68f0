import type { BatchTaskStatus } from "../../../src/api/status.ts";
import { computeStatus } from "../../../src/status/compute-status.ts";
import type { StatusInputs } from "../../../src/status/inputs.ts";
import { job, run, task } from "./task.ts";

export const now = "2026-01-01T00:01:00Z";

const adjustments = [
  { field: "backoffLimit", asked: "50", applied: "10", rule: "backoffLimit", policy: "baseline" },
  { field: "ttlSecondsAfterFinished", applied: "600", rule: "ttlSecondsAfterFinished", policy: "baseline" },
];

/** The status of a clamped task, after the one before. */
export function status(fields: Partial<StatusInputs>, before?: BatchTaskStatus): BatchTaskStatus {
  return computeStatus({
    task: task({}, before),
    guarded: { spec: task().spec, adjustments, violations: [] },
    run: before?.run ?? run(),
    now,
    ...fields,
  });
}

/** The first steps of a run: it is on record, then its Job is there. */
export const recorded = status({});
export const started = status({ job: job() }, recorded);

/** Pod number n has failed for this reason, and the Job goes on. */
export function retried(
  n: number,
  terminated: { exitCode: number; reason?: string },
  before: BatchTaskStatus,
): BatchTaskStatus {
  const containerStatuses = [
    { name: "main", image: "", imageID: "", ready: false, restartCount: 0, state: { terminated } },
  ];
  const pods = [{ metadata: { name: `p${n}` }, status: { phase: "Failed", containerStatuses } }];
  const running = job({ status: { startTime: now, active: 1, failed: n } });
  return status({ job: running, evidence: { pods, jobEvents: [], podEvents: [] } }, before);
}
