import type { BatchTaskSpec } from "../../../src/api/batchtask.ts";
import { nowhere } from "../support/world.ts";
import type { State } from "./table.ts";

const container = { name: "main", image: "busybox:1.36" };
const base = { restartPolicy: "Never", containers: [container] };

/** Finalizer of what must stay until the test lets it go. */
export const HOLD = "test.batchtask.dev/hold";

/** The spec that leads each task to its state, by itself or with what others do to it. */
export const SPECS: Record<State, Partial<BatchTaskSpec>> = {
  unseen: {},
  running: { template: nowhere },
  retrying: { template: nowhere },
  started: {
    template: { metadata: { annotations: { "kwok.batchtask.dev/outcome": "run" } }, spec: base },
    runs: { readyWhen: "Started" },
  },
  "no-image": { template: nowhere },
  unschedulable: { template: { spec: { ...base, nodeSelector: { moon: "base" } } } },
  queued: { template: nowhere },
  suspended: { suspend: true },
  finishing: { template: nowhere, activeDeadlineSeconds: 12 },
  succeeded: {},
  failed: { template: nowhere, backoffLimit: 0 },
  // Longer than progress makes room for others (YIELDED_MS), so that its run is seen to go on first.
  "failed-edited": { template: nowhere, runs: { startDeadlineSeconds: 12 } },
  rejected: { template: { spec: { ...base, containers: [{ ...container, imagePullPolicy: "Sometimes" }] } } },
  lost: { template: nowhere },
  forbidden: {},
  "operator-error": {},
  deleted: { template: nowhere },
};
