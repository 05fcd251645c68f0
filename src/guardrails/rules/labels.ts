import type { BatchTaskSpec } from "../../api/batchtask.ts";
import { defined } from "../../api/defined.ts";
import type { Adjustment } from "../../api/status.ts";
import { celChange, celPointerKey } from "../cel-change.ts";
import { celApplied, celFilledIn, celHeld } from "../text/changed.ts";
import { keyedMap } from "../keyed-map.ts";
import type { Rule } from "../rule.ts";

const fieldOf = (key: string) => `template.metadata.labels[${key}]`;
const labelsOf = (spec: BatchTaskSpec): Record<string, string> => spec.template.metadata?.labels ?? {};

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
    "A policy that both requires and injects a label does not refuse a task for it. Labels under batchtask.dev/ are the operator's own.",
    "A change of the policy reaches future runs only.",
  ],
  example: {
    labels: { required: ["team"], values: { team: ["red", "blue-*"] }, inject: { "cost-center": "batch" } },
  },
  ...keyedMap({
    rule: "labels",
    field: "template.metadata.labels",
    of: labelsOf,
    cel: "variables.templateLabels",
    replaces: true,
    words: {
      missing: "spec.{field} is absent, and policy {policy} asks for it: add the label to the template",
      empty: "spec.{field} is empty, and policy {policy} asks for a value: give the label one",
      other:
        "spec.{field} is {asked}, and policy {policy} allows {allowed}: give the label one of these values",
    },
  }),
  adjust: (spec, { labels: inject }) => {
    const before = labelsOf(spec);
    const changed = Object.entries(inject).filter(([key, { value }]) => before[key] !== value);
    if (changed.length === 0) return { spec, adjustments: [] };
    const after = { ...before, ...Object.fromEntries(changed.map(([key, { value }]) => [key, value])) };
    const { template } = spec;
    const adjustments = changed.map(
      ([key, { value, policy }]): Adjustment =>
        defined({ field: fieldOf(key), asked: before[key], applied: value, rule: "labels", policy }),
    );
    return {
      spec: { ...spec, template: { ...template, metadata: { ...template.metadata, labels: after } } },
      adjustments,
    };
  },
  celAdjust: {
    changes: celChanges(),
    holds: `${LABELS}.map(key, ${celHeld(CEL_FIELD, `${LABELS}[key]`)})`,
  },
};
