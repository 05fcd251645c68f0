import { celChange, celPointerKey } from "../cel-change.ts";
import { celApplied, celFilledIn, celHeld } from "../text/changed.ts";
import { keyedMap } from "../keyed-map.ts";
import type { Rule } from "../rule.ts";
import { changedOf, metadataOf, withMetadata } from "../template-metadata.ts";

const INJECT = "variables.rules.labels.inject";
const META = "variables.spec.template.metadata";
const LABELS = "variables.templateLabels";
const CEL_FIELD = "'template.metadata.labels[' + key + ']'";

/** CEL: where `there` is not, an empty map under a path. */
const celMap = (there: string, path: string): string =>
  `(${there} ? [] : [${celChange({ path, value: "{}", says: "''" })}])`;

function celChanges(): string {
  const applied = `${INJECT}[key]`;
  const change = celChange({
    path: `'/template/metadata/labels/' + ${celPointerKey("key")}`,
    value: applied,
    says: `key in ${LABELS} ? ${celApplied({ field: CEL_FIELD, asked: `${LABELS}[key]`, applied })} : ${celFilledIn({ field: CEL_FIELD, applied })}`,
  });
  const keys = `${INJECT}.filter(key, !(key in ${LABELS} && ${LABELS}[key] == ${applied}))`;
  const parents = `${celMap(`has(${META})`, "'/template/metadata'")} + ${celMap(`has(${META}) && has(${META}.labels)`, "'/template/metadata/labels'")}`;
  return `has(variables.rules.labels) && has(${INJECT}) && size(${keys}) > 0 ? ${parents} + ${keys}.map(key, ${change}) : []`;
}

/** Labels that pods must have, and labels that they get. */
export const labels: Rule = {
  name: "labels",
  refuses: true,
  about: [
    "required: labels that the pod template must have, with a value, for costs, ownership and network policies. A task without one is refused; there is no clamping.",
    "values: what a label's value may be where it is there, as names or patterns in which `*` stands for any characters.",
    "inject: labels that every pod gets. A value of the author's own is replaced, and reported.",
    "fromNamespace: labels that every pod gets from its namespace: by the key of the pod's label, the key of the namespace's. An author's own label stays. Where the namespace has no such label, or an empty one, nothing is filled in. A label of the namespace that changes reaches future runs only, and starts none.",
    "A policy that both requires and injects a label, or has it from the namespace, does not refuse a task for it. Labels under batchtask.dev/ are the operator's own.",
    "A change of the policy reaches future runs only.",
  ],
  example: {
    labels: {
      required: ["team", "cost-centre"],
      values: { team: ["red", "blue-*"] },
      inject: { workload: "batch" },
      fromNamespace: { "cost-centre": "example.com/cost-centre" },
    },
  },
  ...keyedMap({
    rule: "labels",
    field: "template.metadata.labels",
    of: (spec) => metadataOf(spec, "labels"),
    cel: "variables.templateLabels",
    replaces: true,
    words: {
      missing: "spec.{field} is absent, and policy {policy} asks for it: add the label to the template",
      missingThere:
        "spec.{field} is absent, and policy {policy} asks for it: add the label to the template, or {source} to the namespace",
      empty: "spec.{field} is empty, and policy {policy} asks for a value: give the label one",
      other:
        "spec.{field} is {asked}, and policy {policy} allows {allowed}: give the label one of these values",
    },
  }),
  adjust: (spec, { labels: inject, inheritedLabels }) => {
    const before = metadataOf(spec, "labels");
    const inherited = Object.entries(inheritedLabels).filter(
      ([key]) => !Object.hasOwn(before, key) && !Object.hasOwn(inject, key),
    );
    return withMetadata(spec, "labels", [...changedOf(inject, before), ...inherited]);
  },
  celAdjust: {
    changes: celChanges(),
    holds: `${LABELS}.map(key, ${celHeld(CEL_FIELD, `${LABELS}[key]`)})`,
  },
};
