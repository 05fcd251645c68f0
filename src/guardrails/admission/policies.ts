import { API_VERSION, GROUP, PLURAL, POLICY_KIND, VERSION } from "../../api/group.ts";
import { FIXED, RULES } from "../chain.ts";
import type { Rule, Shown } from "../rule.ts";
import { celText } from "../text/sentence.ts";
import { CHANGED, type Variable, VARIABLES } from "./variables.ts";

/** The API server takes no longer message (5 KiB, in validateMessageExpression). */
const LONGEST_MESSAGE = 4000;

/** Said after each warning of a policy in mode Warn. */
export const REHEARSAL = " (the policy only warns: nothing is changed or refused)";

interface Validation {
  expression: string;
  message: string;
  messageExpression?: string;
  reason?: "Forbidden" | "Invalid";
}

/** What Reject refuses, of policies in mode Enforce. */
const DENIED: Shown = {
  bounds: (bounds) => `${bounds}.onViolation == 'Reject'`,
  refusals: "true",
};

/** What Clamp changes; of policies in mode Warn, all. */
const WARNED: Shown = {
  bounds: (bounds) => `(variables.rehearsal || ${bounds}.onViolation == 'Clamp')`,
  refusals: "variables.rehearsal",
};

/** Denies what policies in mode Enforce reject. All reasons come in one message. */
export function denyPolicy(): object[] {
  const rules = RULES.flatMap(({ name, cel }) => (cel ? [variable(name, cel(DENIED))] : []));
  const all = rules.map(({ name }) => `variables.${name}`).join(" + ");
  return admission("batchtask-policy", {
    variables: [...VARIABLES, ...rules, { name: "messages", expression: all }],
    validations: [
      validation("!variables.changed || variables.rehearsal || !variables.matches", "variables.messages"),
    ],
    actions: ["Deny"],
  });
}

/** Warns of what will be clamped, and of all that policies in mode Warn object to: one line for each rule. */
export function warnPolicy(): object[] {
  const rules = RULES.flatMap(({ name, cel }) => (cel ? [variable(name, cel(WARNED))] : []));
  return admission("batchtask-policy-warnings", {
    variables: [...VARIABLES, ...rules],
    validations: rules.map(({ name }) =>
      validation("!variables.changed || !variables.matches", `variables.${name}`, {
        suffix: `(variables.rehearsal ? ${celText(REHEARSAL)} : '')`,
      }),
    ),
    actions: ["Warn"],
  });
}

/** Rules that no policy changes, and the right to create Jobs: a BatchTask gives nobody more than a Job would. */
export function rightsPolicy(): object[] {
  const rules = FIXED.flatMap(({ name, cel }: Rule) => (cel ? [variable(name, cel(DENIED))] : []));
  const mayCreate =
    "authorizer.group('batch').resource('jobs').namespace(request.namespace).check('create').allowed()";
  const message =
    "'user ' + request.userInfo.username + ' may not create jobs.batch in namespace ' + request.namespace + ', and a BatchTask runs as a Job there: grant create on jobs.batch'";
  return admission("batchtask-rights", {
    failurePolicy: "Fail",
    params: false,
    variables: [CHANGED, ...rules],
    validations: [
      {
        expression: `!variables.changed || ${mayCreate}`,
        message: "creating a BatchTask needs the right to create jobs.batch in its namespace",
        messageExpression: message,
        reason: "Forbidden",
      },
      ...rules.map(({ name }) => validation("!variables.changed", `variables.${name}`)),
    ],
    actions: ["Deny"],
  });
}

const variable = (name: string, expression: string): Variable => ({
  name: `${name}Messages`,
  expression,
});

function validation(unless: string, messages: string, { suffix = "''" } = {}): Validation {
  const text = `${messages}.join('; ')`;
  return {
    expression: `${unless} || size(${messages}) == 0`,
    message: "a BatchTaskPolicy objects to the task",
    messageExpression: `(size(${text}) > ${LONGEST_MESSAGE} ? ${text}.substring(0, ${LONGEST_MESSAGE}) + '...' : ${text}) + ${suffix}`,
    reason: "Invalid",
  };
}

interface Admission {
  /** Ignore: what goes wrong in CEL stops nobody, and the operator guards again when it renders the Job. */
  failurePolicy?: "Fail" | "Ignore";
  params?: boolean;
  variables: readonly Variable[];
  validations: Validation[];
  actions: ("Deny" | "Warn")[];
}

/** A ValidatingAdmissionPolicy on BatchTasks, and its binding. */
function admission(name: string, options: Admission): object[] {
  const { failurePolicy = "Ignore", params = true, variables, validations, actions } = options;
  const metadata = { name: `${name}.${GROUP}` };
  const apiVersion = "admissionregistration.k8s.io/v1";
  const rule = {
    apiGroups: [GROUP],
    apiVersions: [VERSION],
    operations: ["CREATE", "UPDATE"],
    resources: [PLURAL],
  };
  return [
    {
      apiVersion,
      kind: "ValidatingAdmissionPolicy",
      metadata,
      spec: {
        failurePolicy,
        ...(params && { paramKind: { apiVersion: API_VERSION, kind: POLICY_KIND } }),
        matchConstraints: { resourceRules: [rule] },
        variables,
        validations,
      },
    },
    {
      apiVersion,
      kind: "ValidatingAdmissionPolicyBinding",
      metadata,
      spec: {
        policyName: metadata.name,
        ...(params && { paramRef: { selector: {}, parameterNotFoundAction: "Allow" } }),
        validationActions: actions,
      },
    },
  ];
}
