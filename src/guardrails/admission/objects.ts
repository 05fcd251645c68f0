import { API_VERSION, GROUP, PLURAL, POLICY_KIND, VERSION } from "../../api/group.ts";
import { nullSafe } from "../text/null-safe.ts";
import type { Variable } from "./variables.ts";

export interface Validation {
  expression: string;
  message: string;
  messageExpression?: string;
  reason?: "Forbidden" | "Invalid";
}

export interface Binding {
  /** Added to the policy's name. */
  suffix?: string;
  action: "Deny" | "Warn";
  /** Labels of the namespaces that it holds in. Default: all. */
  namespaces?: Record<string, string>;
  /** Names of the namespaces that it does not hold in. */
  notIn?: readonly string[];
}

export interface Admission {
  name: string;
  /** Ignore: what goes wrong in CEL stops nobody, and the operator guards again when it renders the Job. */
  failurePolicy: "Fail" | "Ignore";
  /** Whether it is judged once for each BatchTaskPolicy. */
  params: boolean;
  resource: {
    group: string;
    version: string;
    plural: string | readonly string[];
    operations: ("CREATE" | "UPDATE")[];
  };
  /** A CEL that is false where nothing is to be judged; without variables, and blind to namespaceObject. Default: none. */
  matchCondition?: Variable;
  variables: readonly Variable[];
  validations: readonly Validation[];
  bindings: readonly Binding[];
}

export const BATCHTASKS: Admission["resource"] = {
  group: GROUP,
  version: VERSION,
  plural: PLURAL,
  operations: ["CREATE", "UPDATE"],
};

/** A variable or condition for which null is absent. */
export const safe = ({ name, expression }: Variable): Variable => ({
  name,
  expression: nullSafe(expression),
});

const apiVersion = "admissionregistration.k8s.io/v1";

/** A ValidatingAdmissionPolicy and its bindings. */
export function admission({ name, failurePolicy, params, resource, ...rest }: Admission): object[] {
  const { group, version, plural, operations } = resource;
  const rule = { apiGroups: [group], apiVersions: [version], operations, resources: [plural].flat() };
  const policy = {
    apiVersion,
    kind: "ValidatingAdmissionPolicy",
    metadata: { name: fullName(name) },
    spec: {
      failurePolicy,
      ...(params && { paramKind: { apiVersion: API_VERSION, kind: POLICY_KIND } }),
      matchConstraints: { resourceRules: [rule] },
      ...(rest.matchCondition && { matchConditions: [safe(rest.matchCondition)] }),
      variables: rest.variables.map(safe),
      validations: rest.validations.map((one) => ({
        ...one,
        expression: nullSafe(one.expression),
        ...(one.messageExpression && { messageExpression: nullSafe(one.messageExpression) }),
      })),
    },
  };
  return [policy, ...rest.bindings.map((one) => binding(name, params, one))];
}

const fullName = (name: string) => `${name}.${GROUP}`;

function binding(name: string, params: boolean, { suffix = "", action, namespaces, notIn }: Binding): object {
  return {
    apiVersion,
    kind: "ValidatingAdmissionPolicyBinding",
    metadata: { name: fullName(name + suffix) },
    spec: {
      policyName: fullName(name),
      ...(params && { paramRef: { selector: {}, parameterNotFoundAction: "Allow" } }),
      ...(namespaces && { matchResources: { namespaceSelector: { matchLabels: namespaces } } }),
      ...(notIn && {
        matchResources: {
          namespaceSelector: {
            matchExpressions: [{ key: "kubernetes.io/metadata.name", operator: "NotIn", values: notIn }],
          },
        },
      }),
      validationActions: [action],
    },
  };
}
