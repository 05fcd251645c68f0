import { API_VERSION, POLICY_KIND, POLICY_PLURAL } from "../../api/group.ts";
import { POLICY_COLUMNS } from "../columns.ts";
import { policySchema } from "../batchtaskpolicy.ts";
import { at } from "../schema/node.ts";
import { columnTable, deepFieldTable, refusalTable } from "./fields.ts";
import { code, page } from "./markdown.ts";

/** docs/reference/batchtaskpolicy.md */
export function policyPage(): string {
  const schema = policySchema();
  const spec = at(schema, "spec");
  return page(
    POLICY_KIND,
    `${code(`apiVersion: ${API_VERSION}`)}, ${code(`kind: ${POLICY_KIND}`)}, cluster-scoped; ${code(`kubectl get ${POLICY_PLURAL}`)} or ${code("kubectl get btp")}. ${schema.description ?? ""}`,
    "What each rule does, with an example: [guardrails.md](guardrails.md).",
    "## spec",
    deepFieldTable(spec),
    "## What is refused at apply",
    "Besides unknown fields, wrong types and values out of the bounds above:",
    refusalTable(spec),
    "## status",
    "Written by the operator only.",
    deepFieldTable(at(schema, "status")),
    "## Columns",
    columnTable(POLICY_COLUMNS),
  );
}
