import { isRecord } from "../../kube/json.ts";
import type { Finding } from "./finding.ts";
import type { ClusterProbe } from "./cluster-probe.ts";

const PATH = "/apis/apps/v1/deployments";
/** Of the chart, and of what is rendered from it. */
const OURS = "app.kubernetes.io/name=batchtask-operator";

/** Whether an operator that holds no Lease works, by its Deployment; undefined: there is none. */
export async function checkDeployment(probe: ClusterProbe): Promise<Omit<Finding, "check"> | undefined> {
  const found = await probe.list(PATH, OURS);
  if (found === "forbidden")
    return {
      level: "unknown",
      message: "no Lease with batchtask in its name, and you have no right to read Deployments",
    };
  const [first] = found === "absent" ? [] : found;
  return first && judgeDeployment(first);
}

/** Pure. */
export function judgeDeployment(deployment: Record<string, unknown>): Omit<Finding, "check"> {
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
    next: "Leave leader election on, or have one replica",
  };
}
