import { isRecord } from "../../kube/json.ts";
import type { ClusterProbe } from "./cluster-probe.ts";
import type { Found } from "./finding.ts";
import { OPERATOR_MARK } from "../../api/group.ts";

const PATH = "/apis/apps/v1/deployments";
const OURS = `${OPERATOR_MARK.label}=${OPERATOR_MARK.value}`;

/** Whether an operator that holds no Lease works, by its Deployment; undefined: there is none. */
export async function checkDeployment(probe: ClusterProbe): Promise<Found | undefined> {
  const found = await probe.list(PATH, OURS);
  if (found === "forbidden")
    return {
      level: "unknown",
      message: "no Lease of the operator, and you have no right to read Deployments",
    };
  const judged = found === "absent" ? [] : found.map(judgeDeployment);
  return judged.find(({ level }) => level === "ok") ?? judged[0];
}

/** Pure. */
export function judgeDeployment(deployment: Record<string, unknown>): Found {
  const { name, namespace } = isRecord(deployment["metadata"]) ? deployment["metadata"] : {};
  const { availableReplicas = 0 } = isRecord(deployment["status"]) ? deployment["status"] : {};
  const where = `Deployment ${String(namespace)}/${String(name)}`;
  if (availableReplicas === 1)
    return { level: "ok", message: `${where} is available; it runs without leader election` };
  if (availableReplicas === 0)
    return {
      level: "failed",
      message: `${where} has no available pod, and nobody holds a Lease`,
      next: `kubectl describe pods -n ${String(namespace)} -l ${OURS}`,
    };
  return {
    level: "failed",
    message: `${where} has ${String(availableReplicas)} available pods and no Lease: without leader election each of them works on every task`,
    next: "Leave leader election on, or have one replica. A Lease of another name is given by --lease NAMESPACE/NAME",
  };
}
