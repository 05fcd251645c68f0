import { code, page, table } from "../../src/crd/docs/markdown.ts";
import { jsonSchema, type Leaf, leaves, type SchemaNode } from "./schema.ts";

/** docs/reference/chart.md */
export function chartPage(): string {
  return page(
    "Values of the Helm chart",
    "How to install: [Helm](../install/helm.md). A value that is not in this table is refused, so a misspelt one is never ignored.",
    valuesTable(),
    "`policy.baseline.rules` is `spec.rules` of a [BatchTaskPolicy](batchtaskpolicy.md).",
  );
}

/** The chart's README, which chart indexes show. */
export function chartReadme(): string {
  return page(
    "batchtask-operator",
    "A BatchTask is a Kubernetes Job inside your platform's guardrails: take a Job, change `apiVersion` and `kind`, apply it. The operator runs it as a real Job within enforced bounds, says exactly what it changed and why, and keeps the result after the Job is gone.",
    "```sh\nhelm install batchtask-operator deploy/chart --namespace batchtask-system --create-namespace --wait\nhelm test batchtask-operator --namespace batchtask-system\n```",
    "CustomResourceDefinitions are templates, so that `helm upgrade` upgrades them; they stay when the release is uninstalled, and with them all BatchTasks.",
    "## Values",
    valuesTable(),
  );
}

function valuesTable(): string {
  return table(["value", "type", "default", "meaning"], leaves(jsonSchema()).map(row));
}

function row({ path, node }: Leaf): string[] {
  return [
    code(path),
    typeOf(node),
    node.default === undefined ? "" : code(shown(node.default)),
    meaning(node),
  ];
}

function typeOf({ type, items, enum: values }: SchemaNode): string {
  if (values) return values.map((value) => code(String(value))).join(", ");
  return items ? `list of ${items.type ?? "value"}s` : (type ?? "any");
}

function shown(value: unknown): string {
  return JSON.stringify(value);
}

function meaning({ description = "", minimum, maximum }: SchemaNode): string {
  const bounds = minimum !== undefined && maximum !== undefined ? ` From ${minimum} to ${maximum}.` : "";
  return `${description}${bounds}`;
}
