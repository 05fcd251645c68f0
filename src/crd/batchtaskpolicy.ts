import { POLICY_KIND, POLICY_PLURAL } from "../api/group.ts";
import { policySpecSchema } from "../api/policy/policy.ts";
import { policyStatusSchema } from "../api/policy/status.ts";
import { POLICY_COLUMNS } from "./columns.ts";
import { definition } from "./definition.ts";
import type { SchemaNode } from "./schema/node.ts";
import { fromZod } from "./schema/zod.ts";

/** The schema of a BatchTaskPolicy. */
export function policySchema(): SchemaNode {
  return {
    type: "object",
    description: "What the platform team holds the BatchTasks of some namespaces to.",
    required: ["spec"],
    properties: {
      apiVersion: { type: "string" },
      kind: { type: "string" },
      metadata: { type: "object" },
      spec: fromZod(policySpecSchema),
      status: {
        ...fromZod(policyStatusSchema),
        description: "What the operator found. Written by the operator only.",
      },
    },
  };
}

/** The CustomResourceDefinition of BatchTaskPolicy, as it is applied. */
export function policyCrd(): object {
  return definition({
    kind: POLICY_KIND,
    plural: POLICY_PLURAL,
    scope: "Cluster",
    shortName: "btp",
    columns: POLICY_COLUMNS,
    schema: policySchema(),
  });
}
