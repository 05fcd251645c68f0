import type { BatchTaskSpec } from "../../api/batchtask.ts";
import { defined } from "../../api/defined.ts";
import type { PolicyRules } from "../../api/policy/rules.ts";
import type { Adjustment } from "../../api/status.ts";
import { celListedAll, listed } from "../allow-list.ts";
import type { Objection, Rule } from "../rule.ts";
import { celMatches, matchesAny } from "../text/pattern.ts";
import { celSentence, celShort, sentence, short } from "../text/sentence.ts";

const MISSING = "spec.{field} is absent, and policy {policy} asks for it: add the label to the template";
const EMPTY = "spec.{field} is empty, and policy {policy} asks for a value: give the label one";
const OTHER =
  "spec.{field} is {asked}, and policy {policy} allows {allowed}: give the label one of these values";
const R = "variables.rules.labels";

const fieldOf = (key: string) => `template.metadata.labels[${key}]`;
const labelsOf = (spec: BatchTaskSpec): Record<string, string> => spec.template.metadata?.labels ?? {};

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
  objections: (spec, { name: policy, rules }) => {
    const { required = [], inject = {} } = rules.labels ?? {};
    const own = labelsOf(spec);
    const missing = required.filter(
      (key) => !(Object.hasOwn(own, key) && own[key] !== "") && !Object.hasOwn(inject, key),
    );
    const absent = missing.map((key): Objection => {
      const field = fieldOf(key);
      const message = sentence(Object.hasOwn(own, key) ? EMPTY : MISSING, { field, policy });
      return { field, asked: "", action: "Reject", message };
    });
    return [...absent, ...otherValues(own, policy, rules)];
  },
  cel: ({ refusals }) => {
    const slots = { field: "'template.metadata.labels[' + key + ']'", policy: "variables.policy" };
    const labels = "variables.templateLabels";
    const message = `key in ${labels} ? ${celSentence(EMPTY, slots)} : ${celSentence(MISSING, slots)}`;
    const injected = `has(${R}.inject) && key in ${R}.inject`;
    const missing = `!(key in ${labels} && ${labels}[key] != '') && !(${injected})`;
    const other = celSentence(OTHER, {
      ...slots,
      asked: celShort(`${labels}[key]`),
      allowed: celListedAll(`${R}.values[key]`),
    });
    const matches = `${R}.values[key].exists(pattern, ${celMatches(`${labels}[key]`, "pattern")})`;
    const isOther = `key in ${labels} && ${labels}[key] != '' && !(${injected}) && !${matches}`;
    return `${refusals} && has(${R}) ? (has(${R}.required) ? ${R}.required.filter(key, ${missing}).map(key, ${message}) : []) + (has(${R}.values) ? ${R}.values.filter(key, ${isOther}).map(key, ${other}) : []) : []`;
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

/** Labels with a value that is none of those that they may have; an injected one is replaced. */
function otherValues(
  own: Record<string, string>,
  policy: string,
  { labels: rules }: PolicyRules,
): Objection[] {
  const { values = {}, inject = {} } = rules ?? {};
  return Object.entries(values).flatMap(([key, allowed]): Objection[] => {
    const asked = Object.hasOwn(own, key) ? (own[key] ?? "") : "";
    if (asked === "" || Object.hasOwn(inject, key) || matchesAny(asked, allowed)) return [];
    const field = fieldOf(key);
    const message = sentence(OTHER, { field, asked: short(asked), policy, allowed: listed(allowed) });
    return [{ field, asked, action: "Reject", message }];
  });
}
