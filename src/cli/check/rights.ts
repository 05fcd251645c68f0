import type { Finding } from "./finding.ts";
import type { ClusterProbe } from "./cluster-probe.ts";

/** What an installation creates. */
const CREATED: readonly { group: string; resource: string; namespaced?: true }[] = [
  { group: "apiextensions.k8s.io", resource: "customresourcedefinitions" },
  { group: "rbac.authorization.k8s.io", resource: "clusterroles" },
  { group: "rbac.authorization.k8s.io", resource: "clusterrolebindings" },
  { group: "admissionregistration.k8s.io", resource: "validatingadmissionpolicies" },
  { group: "admissionregistration.k8s.io", resource: "validatingadmissionpolicybindings" },
  { group: "rbac.authorization.k8s.io", resource: "roles", namespaced: true },
  { group: "rbac.authorization.k8s.io", resource: "rolebindings", namespaced: true },
  { group: "", resource: "serviceaccounts", namespaced: true },
  { group: "apps", resource: "deployments", namespaced: true },
  { group: "", resource: "services", namespaced: true },
  { group: "policy", resource: "poddisruptionbudgets", namespaced: true },
  { group: "networking.k8s.io", resource: "networkpolicies", namespaced: true },
  // Where Helm keeps what it has installed.
  { group: "", resource: "secrets", namespaced: true },
];

/** Whether one may install the operator into a namespace. */
export async function checkRights(probe: ClusterProbe, namespace: string): Promise<Finding> {
  const missing: string[] = [];
  for (const { group, resource, namespaced } of CREATED) {
    const attributes = { verb: "create", group, resource, ...(namespaced && { namespace }) };
    if (!(await probe.may(attributes))) missing.push(group === "" ? resource : `${resource}.${group}`);
  }
  const check = "Rights";
  if (missing.length === 0)
    return {
      check,
      level: "ok",
      message: `you may create all that an installation in namespace ${namespace} consists of`,
    };
  return {
    check,
    level: "failed",
    message: `you may not create ${missing.join(", ")}`,
    next: "Let a cluster administrator install it, or ask for these rights",
  };
}
