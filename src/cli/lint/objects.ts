import type { Remark } from "./finding.ts";
import type { BatchTaskSpec } from "../../api/batchtask.ts";
import { API_VERSION, KIND, POLICY_KIND } from "../../api/group.ts";
import type { SchemaNode } from "../../crd/schema/node.ts";
import { misformsOf } from "../../form/evaluate.ts";
import type { Tree } from "../../form/tree.ts";
import { endingMessages } from "../../guardrails/exempt/ending.ts";
import type { Subject } from "../../guardrails/exempt/exempt.ts";
import { guard } from "../../guardrails/guard.ts";
import { unrefused } from "../../guardrails/refused.ts";
import { dropNulls, isRecord } from "../../kube/json.ts";
import type { Manifest } from "../input/manifests.ts";
import { kindOf } from "../input/manifests.ts";
import type { PolicySet } from "../policies/set.ts";
import type { Judge } from "./cel.ts";
import { otherVersion } from "./kind.ts";
import { lintHooks } from "./hooks.ts";
import { misplaced } from "./misplaced.ts";
import { scheduleAdvice } from "./schedule/advice.ts";
import { withUnreadable } from "./schedule/unreadable.ts";
import { misfits, unknownField } from "./structure.ts";

export interface LintOptions {
  schemas: { task: SchemaNode; policy: SchemaNode };
  judge: Judge;
  /** Rules of Job's values. */
  form: Tree;
  policies: PolicySet;
  /** Of objects that name none. */
  namespace: string;
}

export function isTask(manifest: Pick<Manifest, "object">): boolean {
  return kindOf(manifest) === KIND && groupOf(manifest.object) === groupOf({ apiVersion: API_VERSION });
}

export function isPolicy(manifest: Pick<Manifest, "object">): boolean {
  return (
    kindOf(manifest) === POLICY_KIND && groupOf(manifest.object) === groupOf({ apiVersion: API_VERSION })
  );
}

/** What is to be said of a BatchTask: form first; guardrails only of a spec whose form they can read. */
export function lintTask(manifest: Pick<Manifest, "object">, options: LintOptions): Remark[] {
  const spec = specOf(manifest);
  const structure = lintForm(manifest, options.schemas.task, options.judge);
  const form = withUnreadable(manifest.object, [...structure, ...lintValues(spec, structure, options)]);
  if (form.some(({ rule }) => rule === "schema") || !spec) return form;
  const guarded = guard(spec, options.policies.guardrailsFor(subjectOf(manifest, options.namespace)));
  const refused = guarded.violations.map(
    ({ field, rule, message, mode }): Remark => ({
      severity: mode === "Warn" ? "warning" : "error",
      rule,
      field: `spec.${field}`,
      message: mode === "Warn" ? `${message} (the policy only warns)` : message,
    }),
  );
  const adjustments = unrefused(guarded.adjustments, guarded.violations);
  const changed = adjustments.flatMap(({ field, asked, applied, rule, policy, mode }): Remark[] => {
    if (asked === undefined) return [];
    const verb = mode === "Warn" ? "would apply" : "applies";
    const message = `spec.${field} is ${asked}, and policy ${policy} ${verb} ${applied}: ask for ${applied}, or for a wider policy`;
    return [{ severity: "warning", rule, field: `spec.${field}`, message }];
  });
  const ending = endingMessages(guarded.exemptions ?? [], options.policies.now).map(
    (message): Remark => ({ severity: "warning", rule: "exemption", field: "spec", message }),
  );
  const isRead = !form.some(({ field }) => field.startsWith("spec.runs.schedule"));
  const scheduled = isRead ? scheduleAdvice(spec, options.policies.now) : [];
  const own = [...lintHooks(manifest.object), ...misplaced(spec), ...scheduled];
  return [...form, ...own, ...refused, ...changed, ...ending];
}

/** What the API server refuses of a Job with this spec, and its schema does not tell. */
function lintValues(spec: unknown, structure: readonly Remark[], { form }: LintOptions): Remark[] {
  return misformsOf(form, spec)
    .filter(({ field }) => !isRefused(structure, field))
    .map(({ mayChange, field, message }): Remark => {
      return { severity: mayChange ? "warning" : "error", rule: "form", field, message };
    });
}

/** What is to be said of a BatchTaskPolicy by itself. */
export function lintForm(manifest: Pick<Manifest, "object">, schema: SchemaNode, judge: Judge): Remark[] {
  const { object } = manifest;
  const structure = misfits(object, schema, "").map(
    (misfit): Remark => ({ severity: misfit.rule === "null" ? "warning" : "error", ...misfit }),
  );
  const version = object["apiVersion"];
  const wrongVersion: Remark[] = version === API_VERSION ? [] : [otherVersion(kindOf(manifest), version)];
  const combinations = judge(withoutNulls(object), schema, "")
    .filter(({ field }) => !isRefused(structure, field))
    .map(({ field, message }): Remark => ({ severity: "error", rule: "combination", field, message }));
  return [...wrongVersion, ...lintName(object), ...lintMetadata(object), ...structure, ...combinations];
}

/** One fault of a field is enough. */
const isRefused = (remarks: readonly Remark[], field: string): boolean =>
  remarks.some((remark) => remark.field === field && remark.severity === "error");

/** metav1.ObjectMeta; the schema of a CRD says nothing of it. */
const METADATA = [
  "annotations",
  "creationTimestamp",
  "deletionGracePeriodSeconds",
  "deletionTimestamp",
  "finalizers",
  "generateName",
  "generation",
  "labels",
  "managedFields",
  "name",
  "namespace",
  "ownerReferences",
  "resourceVersion",
  "selfLink",
  "uid",
];

function lintMetadata({ metadata }: Record<string, unknown>): Remark[] {
  if (!isRecord(metadata)) return [];
  const strangers = Object.keys(metadata).filter((name) => !METADATA.includes(name));
  return strangers.map((name) => ({
    severity: "error",
    ...unknownField(`metadata.${name}`, name, METADATA),
  }));
}

/** RFC 1123 subdomain (apimachinery's IsDNS1123Subdomain). */
const SUBDOMAIN = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;
const LONGEST_NAME = 253;

function lintName({ metadata }: Record<string, unknown>): Remark[] {
  const { name, generateName } = isRecord(metadata) ? metadata : {};
  const field = "metadata.name";
  const remark = (message: string): Remark[] => [{ severity: "error", rule: "name", field, message }];
  if (name === undefined && typeof generateName === "string") return [];
  if (name === undefined) return remark("metadata.name is missing: add it");
  if (typeof name !== "string")
    return remark(`metadata.name is ${JSON.stringify(name)}, and takes text: put it in quotes`);
  if (name.length > LONGEST_NAME)
    return remark(
      `metadata.name has ${name.length} characters, and ${LONGEST_NAME} are the most: shorten it`,
    );
  if (SUBDOMAIN.test(name)) return [];
  return remark(
    `metadata.name is "${name}", and takes lower-case letters, digits, - and ., with a letter or digit at both ends: change it`,
  );
}

export function specOf({ object }: Pick<Manifest, "object">): BatchTaskSpec | undefined {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- only of a spec that fits the schema
  return isRecord(object["spec"]) ? (withoutNulls(object["spec"]) as unknown as BatchTaskSpec) : undefined;
}

function withoutNulls<T>(value: T): T {
  const copy = structuredClone(value);
  dropNulls(copy);
  return copy;
}

export function namespaceOf({ object }: Pick<Manifest, "object">, otherwise: string): string {
  const metadata = object["metadata"];
  const namespace = isRecord(metadata) ? metadata["namespace"] : undefined;
  return typeof namespace === "string" && namespace !== "" ? namespace : otherwise;
}

/** What decides whether it is exempt from rules. */
function subjectOf(manifest: Pick<Manifest, "object">, otherwise: string): Subject {
  const { metadata } = manifest.object;
  const { name, labels } = isRecord(metadata) ? metadata : {};
  return {
    namespace: namespaceOf(manifest, otherwise),
    name: typeof name === "string" ? name : "",
    labels: isRecord(labels)
      ? Object.fromEntries(Object.entries(labels).map(([key, value]) => [key, String(value)]))
      : {},
  };
}

export function nameOf({ object }: Pick<Manifest, "object">): string {
  const { name, generateName } = isRecord(object["metadata"]) ? object["metadata"] : {};
  if (typeof name === "string") return name;
  return typeof generateName === "string" ? `${generateName}…` : "";
}

function groupOf({ apiVersion }: Record<string, unknown>): string {
  return String(apiVersion).split("/")[0] ?? "";
}
