import type { SchemaNode } from "./node.ts";

/**
 * What resource.ParseQuantity takes (k8s.io/apimachinery/pkg/api/resource/quantity.go): sign, decimal
 * number, then a binary or decimal suffix or an exponent. A Job trims blanks around it.
 */
const QUANTITY = String.raw`^\s*[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([KMGTPE]i|[numkMGTPE]|[eE][+-]?[0-9]+)?\s*$`;

/**
 * A resource quantity. A Job takes `cpu: 0.5` without quotes, which x-kubernetes-int-or-string
 * refuses, so the node is untyped: the pattern judges strings, the rest lets only numbers through.
 */
const quantity = (): SchemaNode => ({
  "x-kubernetes-preserve-unknown-fields": true,
  pattern: QUANTITY,
  maxProperties: 0,
  maxItems: 0,
  not: { enum: [true, false, {}, []] },
});

const intOrString = (): SchemaNode => ({
  "x-kubernetes-int-or-string": true,
  anyOf: [{ type: "integer" }, { type: "string" }],
});

const time = (): SchemaNode => ({ type: "string", format: "date-time" });

/** Kubernetes' own scalar types, by the name of their OpenAPI definition. */
export const SCALARS: Readonly<Record<string, () => SchemaNode>> = {
  "io.k8s.apimachinery.pkg.api.resource.Quantity": quantity,
  "io.k8s.apimachinery.pkg.util.intstr.IntOrString": intOrString,
  "io.k8s.apimachinery.pkg.apis.meta.v1.Time": time,
};
