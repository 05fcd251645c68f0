import { API_VERSION, GROUP, POLICY_KIND } from "../../api/group.ts";
import { nullSafe } from "../text/null-safe.ts";
import { safe } from "./objects.ts";
import type { Variable } from "./variables.ts";

/** A MutatingAdmissionPolicy that is asked once for each BatchTaskPolicy. */
export interface Mutating {
  name: string;
  /** Resources of batch/v1. */
  rules: readonly { plural: string; operations: readonly ("CREATE" | "UPDATE")[] }[];
  /** CEL without variables; they see no namespaceObject. */
  matchConditions: readonly { name: string; expression: string }[];
  variables: readonly Variable[];
  /** CEL of one JSON patch each; each sees what those before it have made. */
  mutations: readonly string[];
  /** Names of the namespaces that it does not hold in. */
  notIn: readonly string[];
}

const apiVersion = "admissionregistration.k8s.io/v1";

/**
 * The policy and its binding. What goes wrong in CEL leaves that patch out and stops nobody. It is not asked again after others have patched: a policy could not tell what it has
 * said in this request from what an earlier one left.
 */
export function mutatingAdmission(of: Mutating): object[] {
  const name = `${of.name}.${GROUP}`;
  const names = { key: "kubernetes.io/metadata.name", operator: "NotIn", values: of.notIn };
  return [
    {
      apiVersion,
      kind: "MutatingAdmissionPolicy",
      metadata: { name },
      spec: {
        failurePolicy: "Ignore",
        reinvocationPolicy: "Never",
        paramKind: { apiVersion: API_VERSION, kind: POLICY_KIND },
        matchConstraints: {
          resourceRules: of.rules.map(({ plural, operations }) => ({
            apiGroups: ["batch"],
            apiVersions: ["v1"],
            operations,
            resources: [plural],
          })),
        },
        matchConditions: of.matchConditions.map(safe),
        variables: of.variables.map(safe),
        mutations: of.mutations.map((text) => ({
          patchType: "JSONPatch",
          jsonPatch: { expression: nullSafe(text) },
        })),
      },
    },
    {
      apiVersion,
      kind: "MutatingAdmissionPolicyBinding",
      metadata: { name },
      spec: {
        policyName: name,
        paramRef: { selector: {}, parameterNotFoundAction: "Allow" },
        matchResources: { namespaceSelector: { matchExpressions: [names] } },
      },
    },
  ];
}
