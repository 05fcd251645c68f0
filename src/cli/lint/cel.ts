import { Environment } from "@marcbachmann/cel-js";
import type { SchemaNode, ValidationRule } from "../../crd/schema/node.ts";
import { compareQuantities } from "../../guardrails/quantity.ts";
import { isRecord } from "../../kube/json.ts";

/** A CEL rule of the schema that a value breaks. */
export interface Broken {
  field: string;
  message: string;
}

/** Looks at a value with all CEL rules of its schema, as the API server does with those of a CRD. */
export type Judge = (value: unknown, node: SchemaNode, path: string) => Broken[];

export function createJudge(): Judge {
  const environment = kubernetesCel();

  const judge: Judge = (value, node, path) => {
    if (value === undefined || value === null) return [];
    const own = (node["x-kubernetes-validations"] ?? []).flatMap((rule) => broken(rule, value, path));
    return [...own, ...below(value, node, path)];
  };

  function below(
    value: unknown,
    { properties, additionalProperties, items }: SchemaNode,
    path: string,
  ): Broken[] {
    if (Array.isArray(value) && items)
      return value.flatMap((item, at) => judge(item, items, `${path}[${at}]`));
    if (!isRecord(value)) return [];
    return Object.entries(value).flatMap(([name, child]) => {
      const node = properties?.[name] ?? additionalProperties;
      return node ? judge(child, node, path === "" ? name : `${path}.${name}`) : [];
    });
  }

  function broken(
    { rule, message, messageExpression, fieldPath = "" }: ValidationRule,
    value: unknown,
    path: string,
  ) {
    const self = toCel(value);
    const holds = attempt(() => environment.evaluate(rule, { self }));
    if (holds !== false) return [];
    const words =
      messageExpression === undefined
        ? undefined
        : attempt(() => environment.evaluate(messageExpression, { self }));
    const field = `${path}${fieldPath}`;
    const text = typeof words === "string" ? words : (message ?? `breaks the rule ${rule}`);
    return [{ field, message: `${field}: ${text}` }];
  }

  return judge;
}

/** What Kubernetes adds to CEL, as far as the rules of this project use it. */
export function kubernetesCel(): Environment {
  return new Environment({ unlistedVariablesAreDyn: true })
    .registerVariable("self", "dyn")
    .registerType("Quantity", { ctor: Quantity, fields: {} })
    .registerFunction("quantity(string): Quantity", (text: string) => new Quantity(text))
    .registerFunction("Quantity.compareTo(Quantity): int", (a: Quantity, b: Quantity) =>
      BigInt(compareQuantities(a.text, b.text) ?? 0),
    )
    .registerFunction("list.isSorted(): bool", (list: readonly (bigint | string)[]) =>
      list.every((item, at) => at === 0 || (list[at - 1] ?? item) <= item),
    );
}

class Quantity {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

/** A rule that can't be worked out says nothing: what made it fail is told as a misfit of the schema. */
function attempt(evaluate: () => unknown): unknown {
  try {
    return evaluate();
  } catch {
    return undefined;
  }
}

/** Whole numbers are int in CEL, and BigInt in its JavaScript. */
function toCel(value: unknown): unknown {
  if (typeof value === "number") return Number.isInteger(value) ? BigInt(value) : value;
  if (Array.isArray(value)) return value.map(toCel);
  if (!isRecord(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, toCel(inner)]));
}
