import type { BatchTaskSpec } from "../api/batchtask.ts";
import type { PolicyRules } from "../api/policy/rules.ts";
import type { Objection, Rule } from "./rule.ts";
import { celSentence, celShort, celText, sentence, short } from "./text/sentence.ts";

const NOT_ALLOWED = "spec.{field} is {asked}, and policy {policy} allows {allowed}: use one of these";

/** One value of a spec that must be in a list of the policy. */
export interface AllowList {
  rule: "serviceAccounts" | "priorityClasses" | "restartPolicies";
  /** Path under spec. */
  field: string;
  /** The value; undefined: there is nothing to judge. */
  value: (spec: BatchTaskSpec) => string | undefined;
  /** CEL: whether there is something to judge, and the value. */
  cel: { present: string; value: string };
}

/** Objections and CEL of a rule that holds one value to a list. */
export function allowList({
  rule,
  field,
  value,
  cel,
}: AllowList): Pick<Required<Rule>, "objections" | "cel"> {
  const bounds = `variables.rules.${rule}`;
  return {
    objections: (spec, { name: policy, rules }): Objection[] => {
      const [asked, allowed] = [value(spec), allowedOf(rules, rule)];
      if (asked === undefined || allowed === undefined || allowed.includes(asked)) return [];
      const slots = { field, asked: short(asked), policy, allowed: short(allowed.join(", ")) };
      return [{ field, asked, action: "Reject", message: sentence(NOT_ALLOWED, slots) }];
    },
    cel: ({ refusals }) => {
      const message = celSentence(NOT_ALLOWED, {
        field: celText(field),
        asked: celShort(cel.value),
        policy: "variables.policy",
        allowed: celShort(`${bounds}.allowed.join(', ')`),
      });
      return `${refusals} && has(${bounds}) && ${cel.present} && !(${cel.value} in ${bounds}.allowed) ? [${message}] : []`;
    },
  };
}

function allowedOf(rules: PolicyRules, rule: AllowList["rule"]): readonly string[] | undefined {
  return rules[rule]?.allowed;
}
