import type { BatchTaskSpec } from "../api/batchtask.ts";
import type { PolicyRules } from "../api/policy/rules.ts";
import type { Objection, Rule } from "./rule.ts";
import { celSentence, celShort, sentence, short } from "./text/sentence.ts";

const NOT_ALLOWED = "spec.{field} is {asked}, and policy {policy} allows {allowed}: use one of these";

/** One value that must be in a list of the policy. */
export interface Listed {
  /** Path under spec. */
  field: string;
  value: string;
  /** What it amounts to, where that is what the list must have. Default: the value. */
  as?: string;
}

/** Values of a spec that must be in a list of the policy. */
export interface AllowList {
  rule: "serviceAccounts" | "priorityClasses" | "restartPolicies";
  /** What is to be judged. */
  values: (spec: BatchTaskSpec) => readonly Listed[];
  /** The same in CEL: a list of maps with all three keys. */
  cel: string;
}

/** Objections and CEL of a rule that holds values to a list. */
export function allowList({ rule, values, cel }: AllowList): Pick<Required<Rule>, "objections" | "cel"> {
  const bounds = `variables.rules.${rule}`;
  return {
    objections: (spec, { name: policy, rules }) => {
      const allowed = allowedOf(rules, rule);
      if (allowed === undefined) return [];
      return values(spec)
        .filter(({ value, as = value }) => !allowed.includes(as))
        .map(({ field, value: asked }): Objection => {
          const slots = { field, asked: short(asked), policy, allowed: short(allowed.join(", ")) };
          return { field, asked, action: "Reject", message: sentence(NOT_ALLOWED, slots) };
        });
    },
    cel: ({ refusals }) => {
      const message = celSentence(NOT_ALLOWED, {
        field: "one.field",
        asked: celShort("one.value"),
        policy: "variables.policy",
        allowed: celShort(`${bounds}.allowed.join(', ')`),
      });
      return `${refusals} && has(${bounds}) ? (${cel}).filter(one, !(one.as in ${bounds}.allowed)).map(one, ${message}) : []`;
    },
  };
}

/** CEL of one item of the list. */
export function celListed(field: string, value: string, as = value): string {
  return `{'field': ${field}, 'value': string(${value}), 'as': string(${as})}`;
}

function allowedOf(rules: PolicyRules, rule: AllowList["rule"]): readonly string[] | undefined {
  return rules[rule]?.allowed;
}
