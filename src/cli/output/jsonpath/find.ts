import { isRecord } from "../../../kube/json.ts";
import type { Operator, Step } from "./parse.ts";

/** All that a path finds; what is not there is passed over, as kubectl does. */
export function find(steps: readonly Step[], value: unknown, root: unknown): unknown[] {
  return steps.reduce<unknown[]>((found, step) => found.flatMap((one) => take(step, one, root)), [value]);
}

function take(step: Step, value: unknown, root: unknown): unknown[] {
  switch (step.kind) {
    case "root":
      return [root];
    case "field":
      return fieldOf(value, step.name);
    case "all":
      return children(value);
    case "deep":
      return everything(value).flatMap((one) => fieldOf(one, step.name));
    case "slice":
      return Array.isArray(value)
        ? value.slice(step.from, step.to).filter((_, at) => at % step.by === 0)
        : [];
    case "union":
      return step.of.flatMap((key) => (typeof key === "string" ? fieldOf(value, key) : itemOf(value, key)));
    case "filter":
      return children(value).filter((one) => holds(step, one, root));
  }
}

function fieldOf(value: unknown, name: string): unknown[] {
  return isRecord(value) && Object.hasOwn(value, name) ? [value[name]] : [];
}

function itemOf(value: unknown, at: number): unknown[] {
  if (!Array.isArray(value)) return [];
  const item: unknown = value.at(at);
  return item === undefined ? [] : [item];
}

function children(value: unknown): unknown[] {
  if (Array.isArray(value)) return value;
  return isRecord(value) ? Object.values(value) : [];
}

function everything(value: unknown): unknown[] {
  return [value, ...children(value).flatMap(everything)];
}

function holds({ left, operator, right }: Step & { kind: "filter" }, value: unknown, root: unknown): boolean {
  const found = find(left, value, root);
  if (operator === undefined) return found.length > 0;
  return found.some((one) => compare(one, operator, right));
}

function compare(left: unknown, operator: Operator, right: unknown): boolean {
  if (operator === "==") return left === right;
  if (operator === "!=") return left !== right;
  if (typeof left === "number" && typeof right === "number") return ORDERS[operator](left - right);
  if (typeof left !== "string" || typeof right !== "string") return false;
  return ORDERS[operator](left < right ? -1 : Number(left > right));
}

const ORDERS: Record<"<" | "<=" | ">" | ">=", (order: number) => boolean> = {
  "<": (order) => order < 0,
  "<=": (order) => order <= 0,
  ">": (order) => order > 0,
  ">=": (order) => order >= 0,
};
