import type { PolicyRules } from "../../api/policy/rules.ts";
import { eachBounds } from "../each-bounds.ts";

/** The same bounds, of which none clamps. */
export const refusing = (rules: PolicyRules): PolicyRules =>
  eachBounds(rules, (bounds) => ({ ...bounds, onViolation: "Reject" }));

/** The same rules without what is injected, as nobody injects anything into a Job. */
export function uninjected({ annotations, labels, nodeSelector, ...rules }: PolicyRules): PolicyRules {
  return {
    ...rules,
    ...(labels && { labels: { ...labels, inject: {}, fromNamespace: {} } }),
    ...(annotations && { annotations: { ...annotations, inject: {} } }),
    ...(nodeSelector && { nodeSelector: { ...nodeSelector, inject: {} } }),
  };
}
