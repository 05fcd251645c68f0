import { EXEMPTABLE } from "../../api/policy/exemptions.ts";
import { celMatches } from "../text/pattern.ts";

const NAMES: ReadonlySet<string> = new Set(EXEMPTABLE);
const TIMES = "object.metadata.managedFields";
/** Who takes its times away, so that none is left to judge by, is exempt from nothing. */
const NEVER = "timestamp('9999-12-31T23:59:59Z')";

/**
 * CEL variables: the time, which CEL has no word for, and what the policy exempts the object from. The API server puts
 * the time of each creation and edit into the object's managed fields before any admission (ManagedFieldsUpdater in
 * k8s.io/apimachinery); its creationTimestamp is set only after those that mutate.
 */
export const EXEMPT_VARIABLES = [
  {
    name: "now",
    expression: `has(${TIMES}) && ${TIMES}.exists(m, has(m.time)) ? ${TIMES}.filter(m, has(m.time)).map(m, timestamp(m.time)).max() : ${NEVER}`,
  },
  {
    name: "exemptions",
    expression: `has(params.spec.exemptions) ? params.spec.exemptions.filter(e, ${[
      celMatches("request.namespace", "e.namespace"),
      `(!has(e.name) || ${celMatches("object.metadata.name", "e.name")})`,
      "(!has(e.matchLabels) || (has(object.metadata.labels) && e.matchLabels.all(key, key in object.metadata.labels && object.metadata.labels[key] == e.matchLabels[key])))",
      "timestamp(e.until) > variables.now",
    ].join(" && ")}) : []`,
  },
] as const;

/** CEL of a rule's messages: none to whom the policy exempts from it. */
export function unlessExempt(rule: string, messages: string): string {
  if (!NAMES.has(rule)) return messages;
  return `variables.exemptions.exists(e, '${rule}' in e.rules) ? [] : (${messages})`;
}
