import { GROUP } from "../../api/group.ts";
import { isRecord } from "../../kube/json.ts";
import type { Finding } from "./finding.ts";
import type { ClusterProbe } from "./cluster-probe.ts";

const CHECK = "Admission";
/** Where the API server has what judges at kubectl apply. */
export const ADMISSION_ROOT = "/apis/admissionregistration.k8s.io/v1";
/** Denies what a policy rejects; warns of what is clamped; asks for the right to create Jobs; refuses what no Job can have. */
const NAMES = [
  `batchtask-policy.${GROUP}`,
  `batchtask-policy-warnings.${GROUP}`,
  `batchtask-rights.${GROUP}`,
  `batchtask-form.${GROUP}`,
];
const WITHOUT = "tasks are guarded when their Job is made, and nobody is told at kubectl apply";

/** Whether the API server judges tasks at kubectl apply. */
export async function checkAdmission(probe: ClusterProbe): Promise<Finding> {
  const policies = await probe.list(`${ADMISSION_ROOT}/validatingadmissionpolicies`);
  const bindings = await probe.list(`${ADMISSION_ROOT}/validatingadmissionpolicybindings`);
  if (policies === "absent" || bindings === "absent")
    return {
      check: CHECK,
      level: "warning",
      message: `the API server has no ValidatingAdmissionPolicies: ${WITHOUT}`,
    };
  if (policies === "forbidden" || bindings === "forbidden")
    return {
      check: CHECK,
      level: "unknown",
      message: "you have no right to read ValidatingAdmissionPolicies",
    };
  return judgeAdmission(policies, bindings);
}

/** Pure. */
export function judgeAdmission(
  policies: readonly Record<string, unknown>[],
  bindings: readonly Record<string, unknown>[],
): Finding {
  const there = new Set(policies.map(nameOf));
  const bound = new Set(bindings.map(({ spec }) => (isRecord(spec) ? String(spec["policyName"]) : "")));
  const missing = NAMES.filter((name) => !there.has(name) || !bound.has(name));
  const install = "kubectl apply -f deploy/admission/, or admission.enabled of the chart";
  if (missing.length > 0)
    return {
      check: CHECK,
      level: "warning",
      message: `${missing.join(" and ")} not there or not bound: ${WITHOUT}`,
      next: install,
    };
  const faulty = policies
    .filter((policy) => NAMES.includes(nameOf(policy)) && warningsOf(policy) > 0)
    .map(nameOf);
  if (faulty.length > 0)
    return {
      check: CHECK,
      level: "failed",
      message: `the API server finds faults in the expressions of ${faulty.join(" and ")}`,
      next: `kubectl get validatingadmissionpolicy ${faulty[0]} -o yaml, status.typeChecking; then apply those of this release`,
    };
  return { check: CHECK, level: "ok", message: "the API server judges tasks at kubectl apply" };
}

function nameOf({ metadata }: Record<string, unknown>): string {
  return isRecord(metadata) ? String(metadata["name"]) : "";
}

function warningsOf({ status }: Record<string, unknown>): number {
  const checked = isRecord(status) ? status["typeChecking"] : undefined;
  const warnings = isRecord(checked) ? checked["expressionWarnings"] : undefined;
  return Array.isArray(warnings) ? warnings.length : 0;
}
