import { GROUP } from "../../api/group.ts";
import { FIXED, RULES } from "../chain.ts";
import type { Rule, Shown } from "../rule.ts";
import { celText } from "../text/sentence.ts";
import { admission, BATCHTASKS, type Validation } from "./objects.ts";
import { CHANGED, type Variable, VARIABLES } from "./variables.ts";

/** The API server takes no longer message (5 KiB, in validateMessageExpression). */
const LONGEST_MESSAGE = 4000;

/** Said after each warning of a policy in mode Warn. */
export const REHEARSAL = " (mode Warn: so it would be, were the policy enforced)";

/** Judged once for each BatchTaskPolicy there is. */
const BY_PARAMS = { resource: BATCHTASKS, failurePolicy: "Ignore", params: true } as const;

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

/**
 * The API server makes the message of each validation, whether it fails or not (validator.Validate in
 * k8s.io/apiserver): so what is not to be judged must have no messages, or it costs as much as what is. Whether it
 * matches comes first: to compare two specs takes longer.
 */
const judged = (when: string): Variable => ({ name: "judged", expression: when });
const whereJudged = (messages: string): string => `variables.judged ? ${messages} : []`;
const judgedMessages = (rules: readonly Rule[], shown: Shown): Variable[] =>
  rules.flatMap(({ name, cel }) => (cel ? [variable(name, whereJudged(`(${cel(shown)})`))] : []));

/** Denies what policies in mode Enforce reject. All reasons come in one message. */
export function denyPolicy(): object[] {
  const rules = RULES.flatMap(({ name, cel }) => (cel ? [variable(name, cel(DENIED))] : []));
  const all = rules.map(({ name }) => `variables.${name}`).join(" + ");
  return admission({
    ...BY_PARAMS,
    name: "batchtask-policy",
    variables: [
      ...VARIABLES,
      judged("variables.matches && !variables.rehearsal && variables.changed"),
      ...rules,
      { name: "messages", expression: whereJudged(all) },
    ],
    validations: [validation("variables.messages")],
    bindings: [{ action: "Deny" }],
  });
}

/** Warns of what will be clamped, and of all that policies in mode Warn object to: one line for each rule. */
export function warnPolicy(): object[] {
  const rules = judgedMessages(RULES, WARNED);
  return admission({
    ...BY_PARAMS,
    name: "batchtask-policy-warnings",
    variables: [...VARIABLES, judged("variables.matches && variables.changed"), ...rules],
    validations: rules.map(({ name }) =>
      validation(`variables.${name}`, {
        suffix: `(variables.rehearsal ? ${celText(REHEARSAL)} : '')`,
      }),
    ),
    bindings: [{ action: "Warn" }],
  });
}

/** Rules that no policy changes, and the right to create Jobs: a BatchTask gives nobody more than a Job would. */
export function rightsPolicy(): object[] {
  const rules = judgedMessages(FIXED, DENIED);
  const mayCreate =
    "authorizer.group('batch').resource('jobs').namespace(request.namespace).check('create').allowed()";
  const message =
    "'user ' + request.userInfo.username + ' may not create jobs.batch in namespace ' + request.namespace + ', and a BatchTask runs as a Job there: grant create on jobs.batch'";
  return admission({
    name: "batchtask-rights",
    resource: BATCHTASKS,
    failurePolicy: "Fail",
    params: false,
    variables: [CHANGED, judged("variables.changed"), ...rules],
    validations: [
      {
        expression: `!variables.changed || ${mayCreate}`,
        message: "creating a BatchTask needs the right to create jobs.batch in its namespace",
        messageExpression: message,
        reason: "Forbidden",
      },
      ...rules.map(({ name }) => validation(`variables.${name}`)),
    ],
    bindings: [{ action: "Deny" }],
  });
}

/** Label of a namespace: deny or warn. */
const FENCE_LABEL = `${GROUP}/raw-jobs`;

/** Kubernetes' own, with ServiceAccounts of their own (--use-service-account-credentials) or as one user. */
const CONTROLLERS =
  "('system:serviceaccounts:kube-system' in request.userInfo.groups || request.userInfo.username == 'system:kube-controller-manager')";
const MAY = (resource: string, verb: string) =>
  `authorizer.group('${GROUP}').${resource}.namespace(request.namespace).check('${verb}').allowed()`;

/** What of a Job's metadata decides whose it is and what finds it. */
const SAME_METADATA = ["labels", "ownerReferences"]
  .map((field) => {
    const [now, before] = ["object", "oldObject"].map((object) => `${object}.metadata.${field}`);
    return `has(${now}) == has(${before}) && (!has(${now}) || ${now} == ${before})`;
  })
  .join(" && ");

/**
 * An optional fence around raw Jobs, which know no guardrails, in labelled namespaces. It lets through Kubernetes' own
 * controllers, so that a CronJob still makes Jobs; whoever may write a BatchTask's status, as the operator may; and
 * whoever may `write` `rawjobs.batchtask.dev`, a resource that is nothing but a right, for other controllers of Jobs. A Job
 * that the operator made is as raw as any once somebody else has changed it.
 */
export function fencePolicy(): object[] {
  const operator = MAY("resource('batchtasks').subresource('status')", "update");
  const others = MAY("resource('rawjobs')", "write");
  const created =
    "'raw Jobs are fenced off in namespace ' + request.namespace + ', because they know no guardrails: make it a BatchTask, with the same spec (apiVersion: batchtask.dev/v1alpha1, kind: BatchTask)'";
  const updated =
    "'raw Jobs are fenced off in namespace ' + request.namespace + ', and a change of the spec, labels or owners of one would lead round its guardrails: change its BatchTask'";
  return admission({
    name: "batchtask-fence",
    resource: { group: "batch", version: "v1", plural: "jobs", operations: ["CREATE", "UPDATE"] },
    failurePolicy: "Ignore",
    params: false,
    variables: [
      {
        name: "same",
        expression: `oldObject != null && object.spec == oldObject.spec && ${SAME_METADATA}`,
      },
    ],
    validations: [
      {
        expression: `variables.same || ${CONTROLLERS} || ${operator} || ${others}`,
        message: "raw Jobs are fenced off in this namespace: make it a BatchTask",
        messageExpression: `oldObject == null ? ${created} : ${updated}`,
        reason: "Forbidden",
      },
    ],
    bindings: (["Deny", "Warn"] as const).map((action) => ({
      action,
      suffix: `-${action.toLowerCase()}`,
      namespaces: { [FENCE_LABEL]: action.toLowerCase() },
    })),
  });
}

const variable = (name: string, expression: string): Variable => ({
  name: `${name}Messages`,
  expression,
});

function validation(messages: string, { suffix = "''" } = {}): Validation {
  const text = `${messages}.join('; ')`;
  return {
    expression: `size(${messages}) == 0`,
    message: "a BatchTaskPolicy objects to the task",
    messageExpression: `(size(${text}) > ${LONGEST_MESSAGE} ? ${text}.substring(0, ${LONGEST_MESSAGE}) + '...' : ${text}) + ${suffix}`,
    // kubectl then says "is invalid: : …", for want of a field; of an edit that is Forbidden it prints the whole patch.
    reason: "Invalid",
  };
}
