import type { ElectionMetrics } from "../../kube/metrics.ts";
import type { Meter } from "./meter.ts";

export interface LeadershipMetrics {
  /** By the Lease's name. */
  election: (name: string) => ElectionMetrics;
  /** Whether this replica works on tasks: with leader election, only while it holds the Lease. */
  leading: (leads: boolean) => void;
}

/** client-go's metrics of an election, and one of our own that says the same without one. */
export function leadershipMetrics(meter: Meter): LeadershipMetrics {
  const labels = { name: "the Lease's name" };
  const leader = meter.gauge({
    name: "batchtask_leader",
    help: "1 while this replica works on tasks, holding the Lease or needing none; 0 while it starts, stands by or stops.",
    labels: {},
  });
  const master = meter.gauge({
    name: "leader_election_master_status",
    help: "1 while this process holds the Lease, else 0; absent without leader election.",
    labels,
  });
  const slow = meter.counter({
    name: "leader_election_slowpath_total",
    help: "Renewals that found the Lease changed by others and read it again.",
    labels,
  });
  return {
    leading: (leads) => leader.set(leads ? 1 : 0),
    election: (name) => ({
      leading: (leads) => master.set({ name }, leads ? 1 : 0),
      slowPath: () => slow.inc({ name }),
    }),
  };
}
