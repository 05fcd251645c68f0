import type { BatchTaskSpec } from "../../api/batchtask.ts";
import type { PolicyRules } from "../../api/policy/rules.ts";
import type { Objection, Rule } from "../rule.ts";
import { celSentence, sentence } from "../text/sentence.ts";
import { amount, celAmount, celIsBeyond, celShownAmount, isBeyond, shownAmount } from "./amount.ts";
import { celSums } from "./cel.ts";
import { type Kind, KINDS } from "./kinds.ts";
import { podSum } from "./pod-sum.ts";

/** A rule about what is asked for in sum. */
export interface SumRule {
  rule: "podResources" | "taskResources";
  /** Slots: field, asked, pods, policy, bound. */
  words: string;
  /** How often a pod's sum counts. */
  times: (spec: BatchTaskSpec, rules: PolicyRules) => number;
  /** The same in CEL, an int. */
  celTimes: string;
}

const fieldOf = (kind: Kind, key: string): string => `template.spec.containers[*].resources.${kind}.${key}`;

/** Objections and CEL of a rule that holds sums to a max. There is no clamping: which container had to give? */
export function sumRule(about: SumRule): Pick<Required<Rule>, "objections" | "cel"> {
  return {
    objections: (spec, { name: policy, rules }) =>
      KINDS.flatMap((kind) => {
        const ofPod = podSum(spec, kind, rules);
        const times = about.times(spec, rules);
        return Object.entries(rules[about.rule]?.[kind] ?? {}).flatMap(([key, { max }]): Objection[] => {
          const sum = ofPod(key) * times;
          if (!isBeyond(sum, amount(max))) return [];
          const field = fieldOf(kind, key);
          const slots = { field, asked: shownAmount(sum), pods: String(times), policy, bound: String(max) };
          return [{ field, asked: slots.asked, action: "Reject", message: sentence(about.words, slots) }];
        });
      }),
    cel: ({ refusals }) => `${refusals} ? ${KINDS.map((kind) => celOf(about, kind)).join(" + ")} : []`,
  };
}

function celOf({ rule, words, celTimes }: SumRule, kind: Kind): string {
  const bounds = `variables.rules.${rule}.${kind}`;
  const max = `${bounds}[one.key].max`;
  const sum = `(one.sum * double(${celTimes}))`;
  const message = celSentence(words, {
    field: `'template.spec.containers[*].resources.${kind}.' + one.key`,
    asked: celShownAmount(sum),
    pods: `string(${celTimes})`,
    policy: "variables.policy",
    bound: `string(${max})`,
  });
  const beyond = `one.key in ${bounds} && ${celIsBeyond(sum, celAmount(max))}`;
  return `(has(variables.rules.${rule}) && has(${bounds}) ? ${celSums(kind)}.filter(one, ${beyond}).map(one, ${message}) : [])`;
}
