import { API_VERSION, KIND, PLURAL } from "../../api/group.ts";
import { OPERATOR_FIELDS } from "../../api/job.ts";
import { COLUMNS } from "../columns.ts";
import { batchTaskSchema } from "../batchtask.ts";
import { JOB } from "../describe/job.ts";
import { EXCLUSIONS } from "../schema/exclusions.ts";
import { at } from "../schema/node.ts";
import type { Vendored } from "../vendor/definitions.ts";
import { columnTable, deepFieldTable, fieldTable, refusalTable } from "./fields.ts";
import { code, page, table } from "./markdown.ts";

/** docs/reference/batchtask.md */
export function batchTaskPage(vendored: Vendored): string {
  const schema = batchTaskSchema(vendored);
  const spec = at(schema, "spec");
  const owned: readonly string[] = OPERATOR_FIELDS;
  return page(
    KIND,
    `${code(`apiVersion: ${API_VERSION}`)}, ${code(`kind: ${KIND}`)}, namespaced; ${code(`kubectl get ${PLURAL}`)} or ${code("kubectl get bt")}. ${schema.description ?? ""}`,
    `${code("kubectl explain batchtask.spec")} shows the same in the terminal.`,
    "## spec: the Job's fields",
    `Each has the name and the meaning that it has in ${code("batch/v1")} (Kubernetes ${vendored.kubernetes}). Only ${code("template")} is required.`,
    fieldTable(
      spec,
      Object.keys(JOB).filter((name) => !owned.includes(name)),
    ),
    `${owned.map(code).join(", ")} are refused: the operator sets them on each run's Job.`,
    "## spec.runs",
    at(spec, "runs").description ?? "",
    fieldTable(at(spec, "runs")),
    "## What is refused at apply",
    "Besides unknown fields, wrong types and values out of the bounds above:",
    refusalTable(spec),
    "What else a Job refuses (limits below requests, for example) is found when the run's Job is created, and stands in the task's conditions.",
    "## What a Job has and a BatchTask has not",
    exclusions(),
    "## status",
    "Written by the operator only.",
    deepFieldTable(at(schema, "status")),
    "## Columns",
    columnTable(COLUMNS),
  );
}

function exclusions(): string {
  const rows = Object.entries(EXCLUSIONS).flatMap(([definition, fields]) =>
    Object.entries(fields).map(([field, why]) => [
      code(`${definition.split(".").at(-1) ?? ""}.${field}`),
      why,
    ]),
  );
  return table(["field", "why"], rows);
}
