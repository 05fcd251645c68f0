import { type AllowList, allowList, celListed } from "./allow-list.ts";
import type { Rule } from "./rule.ts";
import { celText } from "./text/sentence.ts";

/** A rule that holds one name in the pod to a list; a pod that has none is left alone. */
export function podName(
  rule: AllowList["rule"],
  field: "priorityClassName" | "runtimeClassName" | "schedulerName",
): Pick<Required<Rule>, "objections" | "cel"> {
  const path = `template.spec.${field}`;
  const value = `variables.pod.${field}`;
  return allowList({
    rule,
    values: ({ template }) => {
      const name = template.spec?.[field];
      return name ? [{ field: path, value: name }] : [];
    },
    cel: `has(${value}) && ${value} != '' ? [${celListed(celText(path), value)}] : []`,
  });
}
