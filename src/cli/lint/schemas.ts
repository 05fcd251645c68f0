import { batchTaskSchema } from "../../api/crd/crd.ts";
import { policySchema } from "../../api/crd/policy.ts";
import type { SchemaNode } from "../../api/crd/schema/node.ts";
import { loadVendored } from "../../api/crd/vendor/load.ts";

/** The schemas of both kinds, as their CRDs have them. The bundle carries them ready made (build.ts). */
export function loadSchemas(): { task: SchemaNode; policy: SchemaNode } {
  return { task: batchTaskSchema(loadVendored()), policy: policySchema() };
}
