import type { BatchTask } from "../../../../src/api/batchtask.ts";
import type { BatchTaskStatus } from "../../../../src/api/status.ts";
import { run, task } from "../../support/task.ts";

/** A task of that name, with a UID of its own. */
function named(name: string, uid: string, status: BatchTaskStatus): BatchTask {
  const { metadata, ...rest } = task({}, status);
  return { ...rest, metadata: { ...metadata, name, uid } };
}

/** A task that has not ended. */
export function running(name: string, uid = `${name}-uid`): BatchTask {
  return named(name, uid, { observedGeneration: 2, phase: "Running" });
}

/** A task that has ended, well unless `type` says otherwise. */
export function ended(name: string, type: "Complete" | "Failed" = "Complete"): BatchTask {
  const condition = {
    status: "True" as const,
    reason: "X",
    message: type,
    lastTransitionTime: "2026-01-01T00:00:00Z",
    observedGeneration: 2,
  };
  return named(name, `${name}-uid`, {
    observedGeneration: 2,
    phase: type === "Complete" ? "Succeeded" : "Failed",
    run: run({ completionTime: "2026-01-01T00:01:00Z" }),
    conditions: ["Finished", "Ready", type].map((one) => ({ ...condition, type: one })),
  });
}
