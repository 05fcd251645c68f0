import { allowList } from "../allow-list.ts";
import type { Rule } from "../rule.ts";

const FIELD = "template.spec.tolerations";
const EVERY = "every taint";
const TOLERATIONS = "(has(variables.pod.tolerations) ? variables.pod.tolerations : [])";
const KEY = "(has(t.key) ? string(t.key) : '')";

/** Which taints pods may tolerate. */
export const tolerations: Rule = {
  name: "tolerations",
  refuses: true,
  about: [
    "Which taints a task may tolerate, by their keys, so that batch work stays off nodes that are kept for others; `*` stands for any characters. With an empty list, none.",
    "A toleration without a key tolerates every taint, and only `*` allows it.",
    "There is no clamping: a task that tolerates another taint is refused.",
  ],
  example: { tolerations: { allowed: ["batch", "example.com/spot-*"] } },
  ...allowList({
    rule: "tolerations",
    values: ({ template }) =>
      (template.spec?.tolerations ?? []).map(({ key = "" }) => ({
        field: FIELD,
        value: key || EVERY,
        as: key,
      })),
    cel: `${TOLERATIONS}.map(t, {'field': '${FIELD}', 'value': ${KEY} == '' ? '${EVERY}' : ${KEY}, 'as': ${KEY}})`,
  }),
};
