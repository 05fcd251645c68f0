import { GROUP } from "../../api/group.ts";
import { FIXED, RULES } from "../chain.ts";
import type { Shown } from "../rule.ts";
import { celText } from "../text/sentence.ts";
import { PASSES_FENCE } from "./callers.ts";
import { deniedOf, ENDING, judged, messagesOf, linesOf, REHEARSAL, validation } from "./messages.ts";
import { admission, BATCHTASKS } from "./objects.ts";
import { mayJudge } from "./may-judge.ts";
import { MAY_MATCH, OF_TASK, VARIABLES } from "./variables.ts";

/** Judged once for each BatchTaskPolicy there is. */
const BY_PARAMS = { resource: BATCHTASKS, failurePolicy: "Ignore", params: true } as const;

const OF_TASK_AND_POLICY = [...OF_TASK, ...VARIABLES];

/** What Reject refuses, of policies in mode Enforce. */
const DENIED: Shown = {
  bounds: (bounds) => `${bounds}.onViolation == 'Reject'`,
  refusals: "true",
  clamps: true,
};

/** What Clamp changes; of policies in mode Warn, all. */
const WARNED: Shown = {
  bounds: (bounds) => `(variables.rehearsal || ${bounds}.onViolation == 'Clamp')`,
  refusals: "variables.rehearsal",
  clamps: true,
};

/** Denies what policies in mode Enforce reject. All reasons come in one message. */
export function denyPolicy(): object[] {
  return admission({
    ...BY_PARAMS,
    name: "batchtask-policy",
    matchCondition: mayJudge(`!variables.rehearsal && ${MAY_MATCH}`, OF_TASK_AND_POLICY),
    variables: [
      ...OF_TASK_AND_POLICY,
      judged("variables.matches && !variables.rehearsal && variables.changed"),
      ...deniedOf(RULES, DENIED),
    ],
    validations: [validation("variables.messages")],
    bindings: [{ action: "Deny" }],
  });
}

/** Warns of what will be clamped, and of all that policies in mode Warn object to: one line for each rule that clamps. */
export function warnPolicy(): object[] {
  const { variables, lines } = linesOf(RULES, WARNED);
  return admission({
    ...BY_PARAMS,
    name: "batchtask-policy-warnings",
    matchCondition: mayJudge(MAY_MATCH, OF_TASK_AND_POLICY),
    variables: [
      ...OF_TASK_AND_POLICY,
      judged("variables.matches && variables.changed"),
      ...variables,
      ENDING,
    ],
    validations: [
      ...lines.map(({ name }) =>
        validation(`variables.${name}`, {
          suffix: `(variables.rehearsal ? ${celText(REHEARSAL)} : '')`,
        }),
      ),
      validation(`variables.${ENDING.name}`),
    ],
    bindings: [{ action: "Warn" }],
  });
}

/** Rules that no policy changes, and the right to create Jobs: a BatchTask gives nobody more than a Job would. */
export function rightsPolicy(): object[] {
  const rules = messagesOf(FIXED, DENIED);
  const mayCreate =
    "authorizer.group('batch').resource('jobs').namespace(request.namespace).check('create').allowed()";
  const message =
    "'user ' + request.userInfo.username + ' may not create jobs.batch in namespace ' + request.namespace + ', and a BatchTask runs as a Job there: grant create on jobs.batch'";
  return admission({
    name: "batchtask-rights",
    resource: BATCHTASKS,
    failurePolicy: "Fail",
    params: false,
    variables: [...OF_TASK, judged("variables.changed"), ...rules],
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
        expression: `variables.same || ${PASSES_FENCE}`,
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
