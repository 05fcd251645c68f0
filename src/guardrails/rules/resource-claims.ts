import type { BatchTaskSpec } from "../../api/batchtask.ts";
import { allowList, celListed, type Listed } from "../allow-list.ts";
import type { Rule } from "../rule.ts";

const SOURCES = ["resourceClaimName", "resourceClaimTemplateName"] as const;

function claimsOf({ template: { spec } }: BatchTaskSpec): Listed[] {
  return (spec?.resourceClaims ?? []).flatMap((claim) =>
    SOURCES.flatMap((source) => {
      const value = claim[source];
      return value ? [{ field: `template.spec.resourceClaims[${claim.name}].${source}`, value }] : [];
    }),
  );
}

const CLAIMS = "(has(variables.pod.resourceClaims) ? variables.pod.resourceClaims : [])";

/** Which devices pods may claim (DynamicResourceAllocation). */
export const resourceClaims: Rule = {
  name: "resourceClaims",
  refuses: true,
  about: [
    "Which ResourceClaims and ResourceClaimTemplates a pod may name, by which it gets devices that no quantity tells of: names, or patterns in which `*` stands for any characters. With an empty list, none.",
    "It judges the name, not what stands behind it: whoever may write ResourceClaimTemplates in the namespace can put other devices there. What a device class may give away is bounded by a ResourceQuota of the namespace.",
    "There is no clamping: a task with another claim is refused.",
  ],
  example: { resourceClaims: { allowed: ["small-gpu", "team-*"] } },
  ...allowList({
    rule: "resourceClaims",
    values: claimsOf,
    cel: SOURCES.map(
      (source) =>
        `${CLAIMS}.filter(c, has(c.${source}) && c.${source} != '').map(c, ${celListed(`'template.spec.resourceClaims[' + c.name + '].${source}'`, `c.${source}`)})`,
    ).join(" + "),
  }),
};
