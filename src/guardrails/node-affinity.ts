import type { BatchTaskSpec } from "../api/batchtask.ts";
import { celListedAll, listed } from "./allow-list.ts";
import type { Objection, Rule, Shown } from "./rule.ts";
import { celMatchesAny, matchesAny } from "./text/pattern.ts";
import { celSentence, celShort, celText, sentence, short } from "./text/sentence.ts";

const TERMS =
  "template.spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms";
const SENTENCES = {
  value: "spec.{field} asks for {asked}, and policy {policy} allows {allowed}: use one of these",
  operator:
    "spec.{field} has operator {asked}, and policy {policy} allows {allowed}: use operator In with some of these",
  node: "spec.{field} is {asked}, and policy {policy} bounds which nodes may be asked for: remove it, and use nodeSelector",
};
const NODE = `${TERMS}.matchFields`;
const fieldOf = (key: string): string => `${TERMS}.matchExpressions[${key}]`;

type Policy = Parameters<Required<Rule>["objections"]>[1];
interface Requirement {
  key: string;
  operator: string;
  values?: string[];
}

function termsOf({ template }: BatchTaskSpec) {
  const { requiredDuringSchedulingIgnoredDuringExecution: required } =
    template.spec?.affinity?.nodeAffinity ?? {};
  return required?.nodeSelectorTerms ?? [];
}

/**
 * What a policy's `values` object to in the terms of a required node affinity. A key that the nodeSelector has as well
 * is bounded there, since a node has to meet both.
 */
export function affinityObjections(spec: BatchTaskSpec, { name: policy, rules }: Policy): Objection[] {
  const { nodeSelector: rule } = rules;
  if (!rule) return [];
  const { values = {}, inject = {} } = rule;
  const own = spec.template.spec?.nodeSelector ?? {};
  const isOpen = (key: string) => Object.hasOwn(values, key) && !own[key] && !Object.hasOwn(inject, key);
  const object = (field: string, asked: string, text: string, allowed: readonly string[] = []): Objection => {
    const slots = { field, asked: short(asked), policy, allowed: listed(allowed) };
    return { field, asked, action: "Reject", message: sentence(text, slots) };
  };
  const judge = ({ key, operator, values: asked = [] }: Requirement): Objection[] => {
    const allowed = values[key] ?? [];
    if (operator !== "In") return [object(fieldOf(key), operator, SENTENCES.operator, allowed)];
    return asked
      .filter((value) => !matchesAny(value, allowed))
      .map((value) => object(fieldOf(key), value, SENTENCES.value, allowed));
  };
  return termsOf(spec).flatMap(({ matchExpressions = [], matchFields = [] }) => [
    ...matchExpressions.filter(({ key }) => isOpen(key)).flatMap(judge),
    ...matchFields.map(({ values: names = [] }) => object(NODE, names.join(", "), SENTENCES.node)),
  ]);
}

const R = "variables.rules.nodeSelector";

/** CEL: the same. One item of the list for each requirement. */
export function celAffinity(shown: Shown): string {
  const allowed = `${R}.values[e.key]`;
  const injected = shown.clamps ? `has(${R}.inject) && e.key in ${R}.inject` : "false";
  const selected = "e.key in variables.nodeSelector && variables.nodeSelector[e.key] != ''";
  const isOpen = `has(${R}.values) && e.key in ${R}.values && !(${selected}) && !(${injected})`;
  const slots = {
    field: `${celText(`${TERMS}.matchExpressions[`)} + e.key + ']'`,
    policy: "variables.policy",
    allowed: celListedAll(allowed),
  };
  const value = celSentence(SENTENCES.value, { ...slots, asked: celShort("value") });
  const operator = celSentence(SENTENCES.operator, { ...slots, asked: "e.operator" });
  const node = celSentence(SENTENCES.node, {
    field: celText(NODE),
    asked: celShort("(has(e.values) ? e.values.join(', ') : '')"),
    policy: "variables.policy",
  });
  const wrong = `(has(e.values) ? e.values : []).filter(value, !${celMatchesAny("value", allowed)}).map(value, ${value})`;
  const expressions = `(has(term.matchExpressions) ? term.matchExpressions : []).filter(e, ${isOpen}).map(e, (e.operator == 'In' ? ${wrong} : [${operator}]).join('; '))`;
  const fields = `(has(term.matchFields) ? term.matchFields : []).map(e, ${node})`;
  const each = `variables.nodeTerms.map(term, (${expressions} + ${fields}).filter(text, text != '').join('; '))`;
  return `${shown.refusals} && has(${R}) ? ${each}.filter(text, text != '') : []`;
}

const NODE_AFFINITY = "variables.pod.affinity.nodeAffinity";
const REQUIRED = `${NODE_AFFINITY}.requiredDuringSchedulingIgnoredDuringExecution`;

/** CEL: the terms of the required node affinity. */
export const CEL_TERMS = [
  "has(variables.pod.affinity)",
  `has(${NODE_AFFINITY})`,
  `has(${REQUIRED})`,
  `has(${REQUIRED}.nodeSelectorTerms) ? ${REQUIRED}.nodeSelectorTerms : []`,
].join(" && ");
