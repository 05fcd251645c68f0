import { type AllowList, allowList, celListed } from "./allow-list.ts";
import type { Rule } from "./rule.ts";
import { celText } from "./text/sentence.ts";

/**
 * A rule that holds one name in the pod to a list; a pod that has none is left alone.
 * @param none a name that stands for none
 * @param filled what the policy itself fills in
 */
export function podName(
  rule: AllowList["rule"],
  field: "priorityClassName" | "runtimeClassName" | "schedulerName",
  { none = "", filled }: { none?: string } & Pick<AllowList, "filled"> = {},
): Pick<Required<Rule>, "objections" | "cel"> {
  const path = `template.spec.${field}`;
  const value = `variables.pod.${field}`;
  return allowList({
    rule,
    ...(filled && { filled }),
    values: ({ template }) => {
      const name = template.spec?.[field];
      return name && name !== none ? [{ field: path, value: name }] : [];
    },
    cel: `has(${value}) && !(${value} in ['', ${celText(none)}]) ? [${celListed(celText(path), value)}] : []`,
  });
}
