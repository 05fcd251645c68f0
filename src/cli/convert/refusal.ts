import type { Remark } from "../lint/finding.ts";
import { lintHooks } from "../lint/hooks.ts";
import { isRecord } from "../../kube/json.ts";
import { guard, guardrailsOf } from "../../guardrails/guard.ts";
import { lintForm, specOf } from "../lint/objects.ts";
import { withUnreadable } from "../lint/schedule/unreadable.ts";
import type { Judge } from "../lint/cel.ts";
import type { SchemaNode } from "../../crd/schema/node.ts";

/** Why a Job can't become a BatchTask. */
export type Refusal = Pick<Remark, "field" | "message">;

const JOB_CONTROLLER = "kubernetes.io/job-controller";

/** What only a Job has, or is; told in a Job's words, before the schema says it in its own. */
export function ownedFields(object: Record<string, unknown>): Refusal[] {
  const spec = object["spec"];
  if (!isRecord(spec)) return [{ field: "spec", message: "it has no spec" }];
  const { selector, manualSelector, managedBy } = spec;
  return [
    ...lintHooks(object).filter(({ severity }) => severity === "error"),
    ...(manualSelector === true
      ? [
          refusal(
            "manualSelector",
            "it chooses its pods by a selector of its own, and the operator sets a task's selector",
          ),
        ]
      : []),
    ...(selector !== undefined && manualSelector !== true
      ? [
          refusal(
            "selector",
            "it has a selector that no server made, and the operator sets a task's selector",
          ),
        ]
      : []),
    ...(managedBy !== undefined && managedBy !== JOB_CONTROLLER
      ? [
          refusal(
            "managedBy",
            `it is managed by ${JSON.stringify(managedBy)}, and a task's Job by Kubernetes' own controller`,
          ),
        ]
      : []),
  ];
}

/**
 * What the API server would refuse in the converted object; unknown fields, too, for they would be lost. Then what
 * the operator would refuse under any policy.
 */
export function faults(object: Record<string, unknown>, schema: SchemaNode, judge: Judge): Refusal[] {
  const form = withUnreadable(object, lintForm({ object }, schema, judge)).filter(
    ({ severity }) => severity === "error",
  );
  const spec = specOf({ object });
  if (form.length > 0 && isLikePatch(object)) return [LIKE_PATCH, ...form];
  if (form.length > 0 || !spec) return form;
  const { violations } = guard(spec, guardrailsOf([]));
  return violations.map(({ field, message }) => ({ field: `spec.${field}`, message }));
}

const LIKE_PATCH: Refusal = {
  field: "",
  message:
    "none of its containers has an image, as in a patch of kustomize's: patches are converted with their base, by convert -R and the folders of both",
};

/** Containers are named there, and nothing says what they run. */
function isLikePatch({ spec }: Record<string, unknown>): boolean {
  const template = isRecord(spec) ? spec["template"] : undefined;
  const pod = isRecord(template) ? template["spec"] : undefined;
  const containers: unknown = isRecord(pod) ? pod["containers"] : undefined;
  return (
    Array.isArray(containers) &&
    containers.length > 0 &&
    containers.every((one) => isRecord(one) && one["image"] === undefined)
  );
}

const refusal = (field: string, message: string): Refusal => ({
  field: `spec.${field}`,
  message: `${message}: remove spec.${field}`,
});
