import type { BatchTaskSpec } from "../../../src/api/batchtask.ts";
import { nowhere } from "../support/world.ts";
import type { State } from "./table.ts";

const container = { name: "main", image: "busybox:1.36" };
const base = { restartPolicy: "Never", containers: [container] };

/** A schedule whose time does not come while the test goes on, but in the first minutes of a year. */
const yearly = { cron: "0 2 1 1 *", timeZone: "Etc/UTC", concurrencyPolicy: "Queue" } as const;

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
  scheduled: { runs: { schedule: yearly } },
  "scheduled-running": { template: nowhere, runs: { schedule: { ...yearly, runAtOnce: true } } },
  "scheduled-succeeded": { runs: { schedule: { ...yearly, runAtOnce: true } } },
  "scheduled-failed": {
    template: nowhere,
    backoffLimit: 0,
    runs: { schedule: { ...yearly, runAtOnce: true } },
  },
  "schedule-suspended": { runs: { schedule: { ...yearly, suspend: true } } },
  "schedule-invalid": { runs: { schedule: { ...yearly, cron: "0 2 30 2 *" } } },
  "schedule-ended": { runs: { schedule: { ...yearly, notAfter: "2020-01-01T00:00:00Z", runAtOnce: true } } },
  deleted: { template: nowhere },
};
