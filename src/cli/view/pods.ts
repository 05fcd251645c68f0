import type { Pod } from "../../api/job.ts";
import { containerStatuses } from "../../status/failure/evidence.ts";
import { indexOf } from "../logs/instances.ts";
import type { Column } from "../output/table.ts";
import { ageOf } from "./lifecycle.ts";
import { podStatus } from "./pod-status.ts";

/** The columns of a run's pods, as `kubectl get pods` has them. `now` is RFC 3339. */
export function podColumns(now: string): Column<Pod>[] {
  return [
    { title: "POD", value: ({ metadata }) => metadata?.name ?? "", elastic: "start" },
    { title: "INDEX", value: (pod) => String(indexOf(pod) ?? "-") },
    { title: "STATUS", value: podStatus },
    { title: "RESTARTS", value: (pod) => String(restartsOf(pod)) },
    { title: "NODE", value: ({ spec }) => spec?.nodeName ?? "", elastic: "end" },
    { title: "AGE", value: ({ metadata }) => ageOf(metadata?.creationTimestamp, now) },
  ];
}

const restartsOf = (pod: Pod): number =>
  containerStatuses(pod).reduce((sum, { restartCount }) => sum + restartCount, 0);
