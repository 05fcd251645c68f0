import type { Finding } from "./finding.ts";
import type { ClusterProbe } from "./cluster-probe.ts";

/** The first version whose API server judges by ValidatingAdmissionPolicies without a feature gate. */
const ADMISSION_SINCE = 30;
const CHECK = "API server";

/** The version of Kubernetes. */
export async function checkVersion(probe: ClusterProbe): Promise<Finding> {
  const answer = await probe.get("/version");
  if (typeof answer === "string")
    return { check: CHECK, level: "unknown", message: "it does not tell its version" };
  return judgeVersion(String(answer["gitVersion"]));
}

/** Pure. @param version as in v1.37.2 */
export function judgeVersion(version: string): Finding {
  const [, major = "0", minor = "0"] = /^v?(\d+)\.(\d+)/.exec(version) ?? [];
  if (Number(major) > 1 || Number(minor) >= ADMISSION_SINCE)
    return { check: CHECK, level: "ok", message: `Kubernetes ${version}` };
  return {
    check: CHECK,
    level: "warning",
    message: `Kubernetes ${version} has no ValidatingAdmissionPolicies: nothing is refused at kubectl apply, and the operator guards when it makes a Job`,
    next: `Upgrade to 1.${ADMISSION_SINCE} or newer`,
  };
}
