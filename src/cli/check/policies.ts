import { readyOf } from "../../api/condition.ts";
import type { BatchTaskPolicy } from "../../api/policy/policy.ts";
import { POLICIES } from "../../api/resources.ts";
import { collectionPath, trust } from "../../kube/resource.ts";
import type { Finding } from "./finding.ts";
import type { ClusterProbe } from "./cluster-probe.ts";

/** Whether each policy holds as it is written. */
export async function checkPolicies(probe: ClusterProbe): Promise<Finding[]> {
  const found = await probe.list(collectionPath(POLICIES));
  if (found === "absent") return [];
  if (found === "forbidden")
    return [{ check: "Policies", level: "unknown", message: "you have no right to read BatchTaskPolicies" }];
  if (found.length === 0)
    return [
      { check: "Policies", level: "ok", message: "there are none, so the baseline that is built in holds" },
    ];
  return found.map((policy) => judgePolicy(trust(POLICIES, policy)));
}

/** Pure. */
export function judgePolicy({ metadata, status }: BatchTaskPolicy): Finding {
  const check = `Policy ${metadata.name}`;
  const look = `kubectl describe batchtaskpolicy ${metadata.name}`;
  if (status?.observedGeneration !== metadata.generation)
    return { check, level: "failed", message: "the operator has not taken it up as it is now", next: look };
  const conditions = status.conditions ?? [];
  const amiss = conditions.find(({ type, status }) => type !== "Ready" && status === "True");
  if (amiss) return { check, level: "warning", message: `${amiss.reason}: ${amiss.message}`, next: look };
  return { check, level: "ok", message: readyOf(status)?.message ?? "holds" };
}
