import type { BatchTask } from "../../../src/api/batchtask.ts";
import type { Job } from "../../../src/api/job.ts";
import type { Client } from "../../../src/kube/client.ts";
import { createStore } from "../../../src/kube/store/store.ts";
import { createOwed } from "../../../src/controllers/batchtask/status-writer/deferral.ts";
import type { ReconcileOptions } from "../../../src/controllers/batchtask/reconcile.ts";
import { noPolicies } from "../../support/unguarded.ts";

/** Throws what a subscriber of a store threw. */
export function onHandlerError(error: unknown): never {
  throw error;
}

/** What one process reconciles with: empty caches that nothing arrives at but its own writes, and no policies. */
export function createReplica(client: Client, now: () => number): ReconcileOptions {
  return {
    tasks: createStore<BatchTask>({ onHandlerError }),
    jobs: createStore<Job>({ onHandlerError }),
    client,
    now,
    owed: createOwed(now),
    ...noPolicies(),
    tell: () => undefined,
    onStale: () => undefined,
  };
}
