import {
  type StatusWriterOptions,
  createStatusWriter,
} from "../../../src/controllers/batchtask/status-writer/status-writer.ts";
import { createDeferral } from "../../../src/controllers/batchtask/status-writer/deferral.ts";
import type { BatchTask } from "../../../src/api/batchtask.ts";
import type { Job } from "../../../src/api/job.ts";
import type { Client } from "../../../src/kube/client.ts";
import { createStore } from "../../../src/kube/store/store.ts";
import type { ReconcileOptions } from "../../../src/controllers/batchtask/reconcile.ts";
import { noPolicies } from "../../support/unguarded.ts";

/** Throws what a subscriber of a store threw. */
export function onHandlerError(error: unknown): never {
  throw error;
}

/** What one process reconciles with: empty caches that nothing arrives at but its own writes, and no policies. */
export function createReplica(
  client: Client,
  now: () => number,
  told: Partial<Pick<StatusWriterOptions, "tell" | "onStatus">> = {},
): ReconcileOptions {
  const tasks = createStore<BatchTask>({
    onHandlerError,
    indexes: { namespace: ({ metadata }) => [metadata.namespace] },
  });
  const deferral = createDeferral(now);
  return {
    tasks,
    jobs: createStore<Job>({ onHandlerError }),
    client,
    now,
    statusWriter: createStatusWriter({ client, tasks, deferral, now, tell: () => undefined, ...told }),
    ...noPolicies(),
    onStale: () => undefined,
  };
}
