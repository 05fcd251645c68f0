import type { BatchTaskSpec } from "../api/batchtask.ts";
import type { PolicyRules } from "../api/policy/rules.ts";
import type { Objection, Rule } from "./rule.ts";
import { celMatchesAny, matchesAny } from "./text/pattern.ts";
import { celSentence, celShort, celText, sentence, short } from "./text/sentence.ts";

const NONE = "none";
const NOT_ALLOWED = "spec.{field} is {asked}, and policy {policy} allows {allowed}: use one of these";

/** One value that must match one of a list of the policy. */
export interface Listed {
  /** Path under spec. */
  field: string;
  value: string;
  /** What it amounts to, where that is what the list must have. Default: the value. */
  as?: string;
  /** The whole of it, where the value is a part. Default: the value. */
  whole?: string;
}

/** Values of a spec that must match one of a list of the policy, of names in which * stands for any characters. */
export interface AllowList {
  rule:
    | "serviceAccounts"
    | "imagePullSecrets"
    | "priorityClasses"
    | "restartPolicies"
    | "resourceClaims"
    | "emptyDirMediums"
    | "runtimeClasses"
    | "schedulers"
    | "scheduleTimeZones"
    | "tolerations";
  /** What is to be judged. */
  values: (spec: BatchTaskSpec) => readonly Listed[];
  /** The same in CEL: a list of maps with the keys field, value and as. */
  cel: string;
  /** What the policy itself fills in: nobody is refused for asking for it. In CEL `one` is an item of the list above. */
  filled?: { of: (rules: PolicyRules) => readonly string[]; cel: string };
}

/** Objections and CEL of a rule that holds values to a list. */
export function allowList({
  rule,
  values,
  cel,
  filled,
}: AllowList): Pick<Required<Rule>, "objections" | "cel"> {
  const bounds = `variables.rules.${rule}`;
  return {
    objections: (spec, { name: policy, rules }) => {
      const allowed = allowedOf(rules, rule);
      if (allowed === undefined) return [];
      const own = filled?.of(rules) ?? [];
      return values(spec)
        .filter(({ value, as = value, whole = value }) => !matchesAny(as, allowed) && !own.includes(whole))
        .map(({ field, value: asked }): Objection => {
          const slots = { field, asked: short(asked), policy, allowed: listed(allowed) };
          return { field, asked, action: "Reject", message: sentence(NOT_ALLOWED, slots) };
        });
    },
    cel: ({ refusals }) => {
      const message = celSentence(NOT_ALLOWED, {
        field: "one.field",
        asked: celShort("one.value"),
        policy: "variables.policy",
        allowed: celListedAll(`${bounds}.allowed`),
      });
      const isAllowed = celMatchesAny("one.as", `${bounds}.allowed`);
      const isWrong = filled ? `!${isAllowed} && !(${filled.cel})` : `!${isAllowed}`;
      return `${refusals} && has(${bounds}) && has(${bounds}.allowed) ? (${cel}).filter(one, ${isWrong}).map(one, ${message}) : []`;
    },
  };
}

/** CEL of one item of the list. */
export function celListed(field: string, value: string, as = value): string {
  return `{'field': ${field}, 'value': string(${value}), 'as': string(${as})}`;
}

/** What a list allows, for a sentence. */
export function listed(allowed: readonly string[]): string {
  return allowed.length === 0 ? NONE : short(allowed.join(", "));
}

/** The same in CEL, of an expression that gives the list. */
export function celListedAll(allowed: string): string {
  return `(size(${allowed}) == 0 ? ${celText(NONE)} : ${celShort(`${allowed}.join(', ')`)})`;
}

function allowedOf(rules: PolicyRules, rule: AllowList["rule"]): readonly string[] | undefined {
  return rules[rule]?.allowed;
}
