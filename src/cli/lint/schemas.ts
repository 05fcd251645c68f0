import { batchTaskSchema } from "../../crd/batchtask.ts";
import { policySchema } from "../../crd/batchtaskpolicy.ts";
import type { SchemaNode } from "../../crd/schema/node.ts";
import { loadVendored } from "../../crd/vendor/load.ts";

/** The schemas of both kinds, as their CRDs have them. The bundle carries them ready made (build.ts). */
export function loadSchemas(): { task: SchemaNode; policy: SchemaNode } {
  return { task: batchTaskSchema(loadVendored()), policy: policySchema() };
}
