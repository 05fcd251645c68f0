import type { ConditionType } from "../../../src/api/condition.ts";
import type { Phase } from "../../../src/api/status.ts";
import { isSince } from "../support/kubernetes.ts";

/** What each tool must make of a task in one state. */
export interface Row {
  phase: Phase | undefined;
  /** The conditions that are True: what `kubectl wait --for=condition=…` returns on. */
  holds: readonly ConditionType[];
  /** Flux, Helm 4. */
  kstatus: "Current" | "InProgress" | "Failed" | "Terminating";
  argocd: "Healthy" | "Progressing" | "Degraded" | "Suspended";
  /** Argo CD's actions beside `rerun`. */
  action?: "suspend" | "resume";
}

const going = {
  holds: ["Reconciling"],
  kstatus: "InProgress",
  argocd: "Progressing",
  action: "suspend",
} as const;
const failed = { holds: ["Stalled", "Failed", "Finished"], kstatus: "Failed", argocd: "Degraded" } as const;

/** As a CronJob: what was asked for, whatever becomes of its runs. Argo CD tells of a run that failed. */
const onSchedule = { phase: "Scheduled", kstatus: "Current", argocd: "Healthy", action: "suspend" } as const;

/** The table of docs/guides/gitops.md, one row for each state that a task can be in. */
export const TABLE = {
  unseen: { ...going, phase: undefined, holds: [] },
  running: { ...going, phase: "Starting" },
  retrying: { ...going, phase: "Running" },
  started: { ...going, phase: "Running", holds: ["Ready"], kstatus: "Current", argocd: "Healthy" },
  "no-image": { ...going, phase: "Starting" },
  unschedulable: { ...going, phase: "Starting" },
  queued: { ...going, phase: "Queued" },
  suspended: {
    phase: "Suspended",
    holds: ["Ready"],
    kstatus: "Current",
    argocd: "Suspended",
    action: "resume",
  },
  finishing: { ...going, phase: "Finishing" },
  succeeded: {
    phase: "Succeeded",
    holds: ["Ready", "Complete", "Finished"],
    kstatus: "Current",
    argocd: "Healthy",
  },
  failed: { ...failed, phase: "Failed" },
  "failed-edited": { ...going, phase: "Failed" },
  rejected: { ...failed, phase: "Rejected" },
  lost: { ...failed, phase: "Unknown", holds: ["Stalled", "Finished"] },
  forbidden: { ...going, phase: "Pending" },
  "operator-error": { ...going, phase: "Pending" },
  // On a schedule: before the first run, while one goes on, after a good and after a bad one, and once no time is left.
  scheduled: { ...onSchedule, holds: ["Ready"] },
  "scheduled-running": { ...onSchedule, phase: "Starting", holds: ["Ready"] },
  "scheduled-succeeded": { ...onSchedule, holds: ["Ready", "Complete", "Finished"] },
  "scheduled-failed": { ...onSchedule, holds: ["Ready", "Failed", "Finished"], argocd: "Degraded" },
  "schedule-suspended": { ...onSchedule, holds: ["Ready"], argocd: "Suspended", action: "resume" },
  "schedule-invalid": { ...onSchedule, holds: ["Stalled"], kstatus: "Failed", argocd: "Degraded" },
  "schedule-ended": {
    ...onSchedule,
    phase: "Succeeded",
    holds: ["Ready", "Complete", "Finished"],
  },
  // A deletion is a new generation, of which no condition speaks.
  deleted: { ...going, phase: "Starting", holds: [], kstatus: "Terminating" },
} as const satisfies Record<string, Row>;

export type State = keyof typeof TABLE;

/**
 * The table's rows by the name of the task that is in the state. Before Kubernetes 1.31 a Job whose deadline is over has
 * failed at once, while its pods end.
 */
export function rows(): [State, Row][] {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the keys of a constant
  const all = Object.entries(TABLE) as [State, Row][];
  return all.filter(([name]) => name !== "finishing" || isSince(31));
}
