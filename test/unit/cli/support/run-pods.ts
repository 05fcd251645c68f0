import type { Pod } from "../../../../src/api/job.ts";
import { run } from "../../support/task.ts";
import { container } from "../task/support/pods.ts";

type Status = ReturnType<typeof container>;
export const JOB = run().jobName;

/** A pod of the first run of the task `report`. */
export function podOfRun(...containerStatuses: Status[]): Pod {
  const owner = { apiVersion: "batch/v1", kind: "Job", name: JOB, uid: "job-uid", controller: true };
  return {
    metadata: { name: `${JOB}-a`, namespace: "team", uid: "pod-uid", ownerReferences: [owner] },
    spec: { restartPolicy: "OnFailure", containers: [{ name: "work" }] },
    status: { phase: "Running", containerStatuses },
  };
}

const STARTED = "2026-01-01T00:00:00Z";
/** The life of its container that comes after so many others, of which the last one ended so. */
export const life = (restartCount: number, exitCode = 1, reason = "Error"): Status =>
  container("work", {
    restartCount,
    state: { running: { startedAt: STARTED } },
    ...(restartCount > 0 && { lastState: { terminated: { exitCode, reason, startedAt: STARTED } } }),
  });
export const waiting = (reason: string, restartCount = 0, exitCode = 1): Status =>
  container("work", {
    restartCount,
    state: { waiting: { reason } },
    ...(exitCode > 0 && { lastState: { terminated: { exitCode, reason: "Error", startedAt: STARTED } } }),
  });
export const gone = (restartCount: number): Status =>
  container("work", { restartCount, state: { terminated: { exitCode: 0, startedAt: STARTED } } });

/** A line of a log as the API server sends it, with its time; later ones have later times. */
export const line = (second: number, text: string): string =>
  `2026-01-01T00:00:${String(second).padStart(2, "0")}.000000000Z ${text}\n`;
