import { isRecord } from "../../../kube/json.ts";
import { type Node, type Operand, parseTemplate, type Path, type Step } from "./parse.ts";

/**
 * What a template of kubectl's -o jsonpath makes of an object; a field that is not there gives nothing.
 * @throws CliError for a template that can't be read
 */
export function jsonPath(template: string, object: unknown): string {
  return print(parseTemplate(template), object, object);
}

function print(nodes: readonly Node[], root: unknown, at: unknown): string {
  return nodes
    .map((node) => {
      if ("text" in node) return node.text;
      if ("path" in node) return select(node.path, root, at).map(textOf).join(" ");
      return select(node.range, root, at)
        .map((value) => print(node.body, root, value))
        .join("");
    })
    .join("");
}

function select({ fromRoot, steps }: Path, root: unknown, at: unknown): unknown[] {
  return steps.reduce<unknown[]>(
    (values, step) => values.flatMap((value) => follow(step, root, value)),
    [fromRoot ? root : at],
  );
}

function follow(step: Step, root: unknown, value: unknown): unknown[] {
  switch (step.kind) {
    case "field":
      return isRecord(value) && Object.hasOwn(value, step.name) ? [value[step.name]] : [];
    case "slice":
      return Array.isArray(value) ? value.slice(step.from, step.to) : [];
    case "every":
      return children(value);
    case "deep":
      return descendants(value);
    case "union":
      return step.of.flatMap((one) => follow(one, root, value));
    case "filter":
      return children(value).filter((child) => holds(step, root, child));
  }
}

const children = (value: unknown): unknown[] => {
  if (Array.isArray(value)) return value;
  return isRecord(value) ? Object.values(value) : [];
};

const descendants = (value: unknown): unknown[] => [value, ...children(value).flatMap(descendants)];

function holds(step: Step & { kind: "filter" }, root: unknown, child: unknown): boolean {
  const value = (operand: Operand) =>
    "value" in operand ? operand.value : select(operand.path, root, child)[0];
  const [left, right] = [value(step.left), value(step.right)];
  if (step.operator === "exists") return left !== undefined;
  if (step.operator === "==") return left === right;
  if (step.operator === "!=") return left !== right;
  return isOrdered(step.operator, left, right);
}

function isOrdered(operator: string, left: unknown, right: unknown): boolean {
  const comparable =
    (typeof left === "number" && typeof right === "number") ||
    (typeof left === "string" && typeof right === "string");
  if (!comparable) return false;
  if (left === right) return operator.endsWith("=");
  return operator.startsWith("<") === left < right;
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : (JSON.stringify(value) ?? "");
}
