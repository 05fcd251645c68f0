import * as z from "zod";
import type { Definition, Vendored } from "./definitions.ts";
import { JOB_SPEC, KUBERNETES_VERSION } from "./version.ts";

const PREFIX = "#/components/schemas/";

/** Every keyword that Kubernetes 1.37's OpenAPI uses; an unknown one must be looked at by a person. */
const openapiNode = z.strictObject({
  type: z.enum(["object", "array", "string", "integer", "number", "boolean"]).optional(),
  format: z.string().optional(),
  $ref: z.string().optional(),
  required: z.array(z.string()).optional(),
  description: z.unknown().optional(),
  default: z.unknown().optional(),
  oneOf: z.unknown().optional(),
  "x-kubernetes-list-type": z.enum(["atomic", "map", "set"]).optional(),
  "x-kubernetes-list-map-keys": z.array(z.string()).optional(),
  "x-kubernetes-map-type": z.enum(["atomic", "granular"]).optional(),
  "x-kubernetes-patch-merge-key": z.unknown().optional(),
  "x-kubernetes-patch-strategy": z.unknown().optional(),
  "x-kubernetes-unions": z.unknown().optional(),
  "x-kubernetes-group-version-kind": z.unknown().optional(),
  get allOf(): z.ZodOptional<z.ZodTuple<[typeof openapiNode]>> {
    return z.tuple([openapiNode]).optional();
  },
  get properties(): z.ZodOptional<z.ZodRecord<z.ZodString, typeof openapiNode>> {
    return z.record(z.string(), openapiNode).optional();
  },
  get items(): z.ZodOptional<typeof openapiNode> {
    return openapiNode.optional();
  },
  get additionalProperties(): z.ZodOptional<typeof openapiNode> {
    return openapiNode.optional();
  },
});
type OpenapiNode = z.output<typeof openapiNode>;

const openapiDocument = z.object({
  components: z.object({ schemas: z.record(z.string(), z.unknown()) }),
});

/** Takes what JobSpec reaches out of an API server's OpenAPI for batch/v1, without the prose. */
export function extract(document: unknown): Vendored {
  const { schemas } = openapiDocument.parse(document).components;
  const definitions: Record<string, Definition> = {};
  const wanted = [JOB_SPEC];
  for (let name = wanted.pop(); name !== undefined; name = wanted.pop()) {
    if (definitions[name]) continue;
    definitions[name] = reduce(openapiNode.parse(schemas[name]), wanted);
  }
  return {
    source: `Kubernetes v${KUBERNETES_VERSION}, api/openapi-spec/v3/apis__batch__v1_openapi.json: structure only`,
    license: "Apache-2.0, Copyright The Kubernetes Authors",
    kubernetes: KUBERNETES_VERSION,
    definitions: sorted(definitions),
  };
}

function reduce(node: OpenapiNode, wanted: string[]): Definition {
  const reference = node.$ref ?? node.allOf?.[0].$ref;
  if (reference !== undefined) {
    const ref = reference.replace(PREFIX, "");
    wanted.push(ref);
    return { ref };
  }
  const { type, format, required } = node;
  return {
    ...(type && { type }),
    ...(format && { format }),
    ...(required && { required }),
    ...reduceLists(node),
    ...reduceChildren(node, wanted),
  };
}

function reduceLists(node: OpenapiNode): Partial<Definition> {
  const listType = node["x-kubernetes-list-type"];
  const keys = node["x-kubernetes-list-map-keys"];
  const mapType = node["x-kubernetes-map-type"];
  return {
    ...(listType && { "x-kubernetes-list-type": listType }),
    ...(keys && { "x-kubernetes-list-map-keys": keys }),
    ...(mapType && { "x-kubernetes-map-type": mapType }),
  };
}

function reduceChildren(node: OpenapiNode, wanted: string[]): Partial<Definition> {
  const { properties, items, additionalProperties } = node;
  return {
    ...(properties && {
      properties: sorted(
        Object.fromEntries(Object.entries(properties).map(([name, child]) => [name, reduce(child, wanted)])),
      ),
    }),
    ...(items && { items: reduce(items, wanted) }),
    ...(additionalProperties && { additionalProperties: reduce(additionalProperties, wanted) }),
  };
}

function sorted<T>(record: Record<string, T>): Record<string, T> {
  return Object.fromEntries(Object.entries(record).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
