import type { BatchTask } from "../../api/batchtask.ts";
import { isRecord } from "../../kube/json.ts";
import { CLIENT_SIDE_APPLY } from "../cluster/connect.ts";

/**
 * The fields of a stored spec that applying a file which lacks them leaves as they are: nobody has applied them, as of
 * a task that was suspended by a verb, or edited. Pure.
 */
export function keptFields({ metadata, spec }: BatchTask): Partial<BatchTask["spec"]> {
  const entries: readonly { manager?: string; operation?: string; fieldsV1?: unknown }[] =
    "managedFields" in metadata && Array.isArray(metadata.managedFields) ? metadata.managedFields : [];
  const applied = entries
    .filter(({ manager, operation }) => operation === "Apply" || manager === CLIENT_SIDE_APPLY)
    .flatMap(({ fieldsV1 }) => specFields(fieldsV1));
  return Object.fromEntries(Object.entries(spec).filter(([field]) => !applied.includes(field)));
}

function specFields(fields: unknown): string[] {
  const spec = isRecord(fields) ? fields["f:spec"] : undefined;
  return isRecord(spec) ? Object.keys(spec).map((key) => key.replace(/^f:/, "")) : [];
}
