import type { PolicyRules } from "../../api/policy/rules.ts";
import { NUMBER_FIELDS } from "../merge/merged.ts";

/** The same bounds, of which none clamps. */
export function refusing(rules: PolicyRules): PolicyRules {
  const numbers = NUMBER_FIELDS.flatMap((field) => {
    const bounds = rules[field];
    return bounds ? [[field, { ...bounds, onViolation: "Reject" }] as const] : [];
  });
  const { requests, limits } = rules.resources ?? {};
  return {
    ...rules,
    ...Object.fromEntries(numbers),
    ...(rules.emptyDirs && {
      emptyDirs: { sizeLimit: { ...rules.emptyDirs.sizeLimit, onViolation: "Reject" as const } },
    }),
    ...(rules.resources && {
      resources: { ...(requests && { requests: each(requests) }), ...(limits && { limits: each(limits) }) },
    }),
  };
}

type Resources = NonNullable<NonNullable<PolicyRules["resources"]>["limits"]>;

function each(bounds: Resources): Resources {
  return Object.fromEntries(
    Object.entries(bounds).map(([name, one]) => [name, { ...one, onViolation: "Reject" as const }]),
  );
}

/** The same rules without what is injected, as nobody injects anything into a Job. */
export function uninjected({ annotations, labels, nodeSelector, ...rules }: PolicyRules): PolicyRules {
  return {
    ...rules,
    ...(labels && { labels: { ...labels, inject: {}, fromNamespace: {} } }),
    ...(annotations && { annotations: { ...annotations, inject: {} } }),
    ...(nodeSelector && { nodeSelector: { ...nodeSelector, inject: {} } }),
  };
}
