import type { BatchTaskSpec } from "../api/batchtask.ts";
import type { PolicyRules } from "../api/policy/rules.ts";
import { celListedAll, listed } from "./allow-list.ts";
import { celInherited } from "./inherited.ts";
import type { Objection, Rule, Shown } from "./rule.ts";
import { celMatchesAny, matchesAny } from "./text/pattern.ts";
import { celSentence, celShort, celText, sentence, short } from "./text/sentence.ts";

/** A rule about a map of texts: keys that must be there, values that they may have, and what is injected. */
export interface KeyedMap {
  rule: "labels" | "annotations" | "nodeSelector";
  /** Path of the map under spec. */
  field: string;
  of: (spec: BatchTaskSpec) => Readonly<Record<string, string>>;
  /** CEL that gives the same. */
  cel: string;
  /** Whether an injected value takes the place of the author's, so that it does not matter. */
  replaces: boolean;
  /** Sentences with the slots field, asked, policy, allowed and source, which is the key of a label of the namespace. */
  words: { missing: string; missingThere?: string; empty: string; other: string };
}

/** Objections and CEL of such a rule. There is no clamping. */
export function keyedMap(about: KeyedMap): Pick<Required<Rule>, "objections" | "cel"> {
  const { rule, field, of, words } = about;
  return {
    objections: (spec, { name: policy, rules, inherited = {} }) => {
      const { required = [], values = {}, inject = {} } = rules[rule] ?? {};
      const sources = sourcesOf(rules, rule);
      const own = of(spec);
      const valueOf = (key: string): string => (Object.hasOwn(own, key) ? (own[key] ?? "") : "");
      const object = (key: string, text: string, allowed: readonly string[] = []): Objection => {
        const asked = valueOf(key);
        const source = sources[key] ?? "";
        const slots = {
          field: `${field}[${key}]`,
          asked: short(asked),
          policy,
          allowed: listed(allowed),
          source,
        };
        return { field: slots.field, asked, action: "Reject", message: sentence(text, slots) };
      };
      const isFilledIn = (key: string): boolean =>
        Object.hasOwn(inject, key) ||
        (Object.hasOwn(sources, key) && Object.hasOwn(inherited, key) && !Object.hasOwn(own, key));
      const missing = required.filter((key) => valueOf(key) === "" && !isFilledIn(key));
      const absent = (key: string): string =>
        Object.hasOwn(sources, key) ? (words.missingThere ?? words.missing) : words.missing;
      const others = Object.entries(values).filter(([key, allowed]) => {
        const isReplaced = about.replaces && Object.hasOwn(inject, key);
        return valueOf(key) !== "" && !isReplaced && !matchesAny(valueOf(key), allowed);
      });
      return [
        ...missing.map((key) => object(key, Object.hasOwn(own, key) ? words.empty : absent(key))),
        ...others.map(([key, allowed]) => object(key, words.other, allowed)),
      ];
    },
    cel: (shown) => celOf(about, shown),
  };
}

/** By key, from which label of the namespace it comes. */
function sourcesOf({ labels = {} }: PolicyRules, rule: KeyedMap["rule"]): Readonly<Record<string, string>> {
  return rule === "labels" ? (labels.fromNamespace ?? {}) : {};
}

function celOf({ rule, field, cel, replaces, words }: KeyedMap, shown: Shown): string {
  const R = `variables.rules.${rule}`;
  const slots = {
    field: `${celText(`${field}[`)} + key + ']'`,
    asked: celShort(`${cel}[key]`),
    policy: "variables.policy",
    allowed: celListedAll(`${R}.values[key]`),
    source: `${R}.fromNamespace[key]`,
  };
  // Into a Job nobody injects anything.
  const injected = shown.clamps ? `has(${R}.inject) && key in ${R}.inject` : "false";
  const there = `key in ${cel} && ${cel}[key] != ''`;
  const inherits = words.missingThere !== undefined && shown.clamps;
  const inherited = inherits ? `!(key in ${cel}) && ${celInherited("key", `${R}.fromNamespace`)}` : "false";
  const plain = celSentence(words.missing, slots);
  const absent = inherits
    ? `(has(${R}.fromNamespace) && key in ${R}.fromNamespace ? ${celSentence(words.missingThere ?? "", slots)} : ${plain})`
    : plain;
  const said = `key in ${cel} ? ${celSentence(words.empty, slots)} : ${absent}`;
  const missing = `${R}.required.filter(key, !(${there}) && !(${injected}) && !(${inherited})).map(key, ${said})`;
  const matches = celMatchesAny(`${cel}[key]`, `${R}.values[key]`);
  const isOther = `${there} && !(${replaces ? injected : "false"}) && !${matches}`;
  const others = `${R}.values.filter(key, ${isOther}).map(key, ${celSentence(words.other, slots)})`;
  return `${shown.refusals} && has(${R}) ? (has(${R}.required) ? ${missing} : []) + (has(${R}.values) ? ${others} : []) : []`;
}
