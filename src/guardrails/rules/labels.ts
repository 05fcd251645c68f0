import type { BatchTaskSpec } from "../../api/batchtask.ts";
import { defined } from "../../api/defined.ts";
import type { Adjustment } from "../../api/status.ts";
import type { Objection, Rule } from "../rule.ts";
import { celSentence, sentence } from "../text/sentence.ts";

const MISSING = "spec.{field} is absent, and policy {policy} asks for it: add the label to the template";
const EMPTY = "spec.{field} is empty, and policy {policy} asks for a value: give the label one";
const R = "variables.rules.labels";

const fieldOf = (key: string) => `template.metadata.labels[${key}]`;
const labelsOf = (spec: BatchTaskSpec): Record<string, string> => spec.template.metadata?.labels ?? {};

/** Labels that pods must have, and labels that they get. */
export const labels: Rule = {
  name: "labels",
  about: [
    "required: labels that the pod template must have, with a value, for costs, ownership and network policies. A task without one is refused; there is no clamping.",
    "inject: labels that every pod gets. A value of the author's own is replaced, and reported.",
    "A policy that both requires and injects a label does not refuse a task for it. Labels under batchtask.dev/ are the operator's own.",
    "A change of the policy reaches future runs only.",
  ],
  example: { labels: { required: ["team"], inject: { "cost-center": "batch" } } },
  objections: (spec, { name: policy, rules }) => {
    const { required = [], inject = {} } = rules.labels ?? {};
    const own = labelsOf(spec);
    const missing = required.filter(
      (key) => !(Object.hasOwn(own, key) && own[key] !== "") && !Object.hasOwn(inject, key),
    );
    return missing.map((key): Objection => {
      const field = fieldOf(key);
      const message = sentence(Object.hasOwn(own, key) ? EMPTY : MISSING, { field, policy });
      return { field, asked: "", action: "Reject", message };
    });
  },
  cel: ({ refusals }) => {
    const slots = { field: "'template.metadata.labels[' + key + ']'", policy: "variables.policy" };
    const labels = "variables.templateLabels";
    const message = `key in ${labels} ? ${celSentence(EMPTY, slots)} : ${celSentence(MISSING, slots)}`;
    const injected = `has(${R}.inject) && key in ${R}.inject`;
    return `${refusals} && has(${R}) && has(${R}.required) ? ${R}.required.filter(key, !(key in ${labels} && ${labels}[key] != '') && !(${injected})).map(key, ${message}) : []`;
  },
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
};
