import { OPERATOR_FIELDS } from "../../api/job.ts";
import { exitCodeRules, failurePolicyItemRules, failurePolicyRules } from "../rules/failure-policy.ts";
import { indexedRules } from "../rules/indexed.ts";
import { operatorFieldRules } from "../rules/operator-fields.ts";
import { podRules } from "../rules/pod.ts";
import { successPolicyItemRules, successPolicyRules } from "../rules/success-policy.ts";
import { nullSafe } from "../../guardrails/text/null-safe.ts";
import type { Vendored } from "../vendor/definitions.ts";
import { JOB_SPEC } from "../vendor/version.ts";
import { inline } from "./inline.ts";
import { boundPod } from "./pod-bounds.ts";
import { at, type SchemaNode, type ValidationRule } from "./node.ts";

/** A count of a Job's is an int32; the bound is said, since the server names no field for its format. */
const COUNT = { minimum: 0, maximum: 2 ** 31 - 1 };

/**
 * What validateJobSpec (pkg/apis/batch/validation/validation.go) asks of a single field. Enums only
 * here, where a Job refuses other values too: inside the template newer servers know more values.
 */
const BOUNDS: Readonly<Record<string, Partial<SchemaNode>>> = {
  activeDeadlineSeconds: { minimum: 0 },
  backoffLimit: COUNT,
  backoffLimitPerIndex: COUNT,
  completions: COUNT,
  completionMode: { enum: ["NonIndexed", "Indexed"] },
  maxFailedIndexes: COUNT,
  parallelism: COUNT,
  podReplacementPolicy: { enum: ["TerminatingOrFailed", "Failed"] },
  ttlSecondsAfterFinished: COUNT,
  "podFailurePolicy.rules": { maxItems: 20 },
  "podFailurePolicy.rules.action": { enum: ["FailIndex", "FailJob", "Ignore", "Count"] },
  "podFailurePolicy.rules.onExitCodes.operator": { enum: ["In", "NotIn"] },
  "podFailurePolicy.rules.onExitCodes.values": { minItems: 1, maxItems: 255 },
  "podFailurePolicy.rules.onPodConditions": { maxItems: 20 },
  "podFailurePolicy.rules.onPodConditions.status": { enum: ["True", "False", "Unknown", ""] },
  "podFailurePolicy.rules.onPodConditions.type": { minLength: 1, maxLength: 317 },
  "successPolicy.rules": { minItems: 1, maxItems: 20 },
  "successPolicy.rules.succeededCount": COUNT,
  "successPolicy.rules.succeededIndexes": { maxLength: 64 * 1024 },
};

/** `batch/v1` JobSpec as a structural schema, with the bounds and rules that a Job has. */
export function jobSpec(vendored: Vendored): SchemaNode {
  const spec = inline(vendored, JOB_SPEC);
  for (const [path, bound] of Object.entries(BOUNDS)) bind(at(spec, path), bound);
  boundPod(at(spec, "template.spec"));
  leaveToTheOperator(spec);
  const items = (path: string): SchemaNode => at(spec, path).items ?? {};
  addRules(spec, [
    ...operatorFieldRules(),
    ...indexedRules(),
    ...failurePolicyRules(),
    ...successPolicyRules(),
  ]);
  addRules(at(spec, "template.spec"), podRules());
  addRules(items("podFailurePolicy.rules"), failurePolicyItemRules());
  addRules(at(spec, "podFailurePolicy.rules.onExitCodes"), exitCodeRules());
  addRules(items("successPolicy.rules"), successPolicyItemRules());
  // A Job reads an absent spec of the template as an empty one, and refuses that for want of containers.
  at(spec, "template").required = ["spec"];
  delete at(spec, "template.spec").nullable;
  return spec;
}

/** The API server takes no null for one of some words. */
function bind(node: SchemaNode, bound: Partial<SchemaNode>): void {
  Object.assign(node, bound);
  if (bound.enum) delete node.nullable;
}

function addRules(node: SchemaNode, rules: ValidationRule[]): void {
  node["x-kubernetes-validations"] = rules.map(({ rule, messageExpression, ...rest }) => ({
    rule: nullSafe(rule),
    ...(messageExpression && { messageExpression: nullSafe(messageExpression) }),
    ...rest,
  }));
}

/** The operator's own fields stay known, so that a rule refuses them instead of "unknown field". */
function leaveToTheOperator(spec: SchemaNode): void {
  for (const field of OPERATOR_FIELDS) {
    const { type, description } = at(spec, field);
    Object.assign(spec.properties ?? {}, {
      [field]: {
        nullable: true,
        ...(description && { description }),
        ...(type && { type }),
        ...(type === "object" && { "x-kubernetes-preserve-unknown-fields": true }),
      },
    });
  }
}
