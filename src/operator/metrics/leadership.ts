import { Counter, Gauge, type Registry } from "prom-client";
import type { ElectionMetrics } from "../../kube/metrics.ts";

/** client-go's metrics of an election; `name` is the Lease's. */
export function leadershipMetrics(registry: Registry): (name: string) => ElectionMetrics {
  const common = { labelNames: ["name"] as const, registers: [registry] };
  const master = new Gauge({
    name: "leader_election_master_status",
    help: "1 while this process holds the Lease, else 0.",
    ...common,
  });
  const slow = new Counter({
    name: "leader_election_slowpath_total",
    help: "Renewals that found the Lease changed by others and read it again.",
    ...common,
  });
  return (name) => ({
    leading: (leads) => master.set({ name }, leads ? 1 : 0),
    slowPath: () => slow.inc({ name }),
  });
}
