import { describe, expect, it } from "vitest";
import { batchTaskCrd, batchTaskSchema } from "../../../src/crd/batchtask.ts";
import { EXCLUSIONS } from "../../../src/crd/schema/exclusions.ts";
import { at, type SchemaNode, walk } from "../../../src/crd/schema/node.ts";
import { loadVendored } from "../../../src/crd/vendor/load.ts";
import { JOB_SPEC } from "../../../src/crd/vendor/version.ts";

const vendored = loadVendored();
const schema = batchTaskSchema(vendored);
const spec = at(schema, "spec");

/** The paths of the nodes that do something wrong. */
function paths(root: SchemaNode, wrong: (node: SchemaNode, path: string) => boolean): string[] {
  const found: string[] = [];
  walk(root, (node, path) => {
    if (wrong(node, path)) found.push(path);
  });
  return found;
}

const untyped = (node: SchemaNode) =>
  node.type === undefined &&
  !node["x-kubernetes-int-or-string"] &&
  !node["x-kubernetes-preserve-unknown-fields"];

const keeps = (node: SchemaNode) =>
  node.type === "object" && node["x-kubernetes-preserve-unknown-fields"] === true;

const loose = (node: SchemaNode) =>
  (node["x-kubernetes-list-map-keys"] ?? []).some(
    (key) => !node.items?.required?.includes(key) && node.items?.properties?.[key]?.default === undefined,
  );

const unmerged = (node: SchemaNode) => node.type === "array" && !node["x-kubernetes-list-type"];

const silent = (node: SchemaNode) =>
  Object.entries(node.properties ?? {}).flatMap(([name, { description }]) => (description ? [] : [name]));

describe("the schema of a BatchTask", () => {
  it("is structural: each node has a type, or is a number or text", () => {
    expect(paths(schema, untyped)).toEqual([]);
  });

  it("prunes unknown fields everywhere but in what the operator owns", () => {
    expect(paths(schema, keeps)).toEqual([".spec.selector"]);
  });

  it("has only required or defaulted keys in list maps", () => {
    expect(paths(schema, loose)).toEqual([]);
  });

  it("knows the merging of every list", () => {
    expect(paths(spec, unmerged)).toEqual([]);
  });

  it("has no enums inside the template: newer servers know more values", () => {
    expect(paths(at(spec, "template"), (node) => node.enum !== undefined)).toEqual([]);
  });

  it("has no defaults in the Job's part: a task stays as its author wrote it", () => {
    const { runs: _, ...job } = spec.properties ?? {};
    expect(paths({ properties: job }, (node) => node.default !== undefined)).toEqual([]);
  });

  it("describes every field of spec and of a container, and nothing below a container", () => {
    const container = at(spec, "template.spec.containers").items ?? {};
    expect(silent(spec)).toEqual([]);
    expect(silent(container)).toEqual([]);
    const below = Object.values(container.properties ?? {}).flatMap((field) =>
      paths(field, (node, path) => path !== "" && node.description !== undefined),
    );
    expect(below).toEqual([]);
  });

  it("has every field of Kubernetes' types, or a reason why not", () => {
    const missing: string[] = [];
    const compare = (name: string, node: SchemaNode): void => {
      for (const [field, { ref, items, additionalProperties }] of Object.entries(
        vendored.definitions[name]?.properties ?? {},
      )) {
        if (EXCLUSIONS[name]?.[field]) continue;
        const child = node.properties?.[field];
        if (!child) missing.push(`${name}.${field}`);
        else if (node["x-kubernetes-preserve-unknown-fields"] !== true) {
          const below = ref ?? items?.ref ?? additionalProperties?.ref;
          if (below && field !== "selector")
            compare(below, child.items ?? child.additionalProperties ?? child);
        }
      }
    };
    compare(JOB_SPEC, spec);
    expect(missing).toEqual([]);
  });

  it("excludes only fields that exist", () => {
    for (const [name, fields] of Object.entries(EXCLUSIONS))
      expect(Object.keys(vendored.definitions[name]?.properties ?? {})).toEqual(
        expect.arrayContaining(Object.keys(fields)),
      );
  });

  it("uses no lookaround in patterns: the API server's RE2 knows none", () => {
    expect(paths(schema, (node) => /\(\?[=!<]/.test(node.pattern ?? ""))).toEqual([]);
  });

  it("gives every rule a message, a reason and a field that exists", () => {
    walk(schema, (node, path) => {
      for (const rule of node["x-kubernetes-validations"] ?? []) {
        expect(rule.message, path).toBeTruthy();
        expect(rule.reason, path).toBeTruthy();
        expect(() => at(node, (rule.fieldPath ?? "").slice(1))).not.toThrow();
      }
    });
  });
});

describe("the CRD", () => {
  it("fits into the annotation of a client-side apply with room to spare", () => {
    // Annotations of one object hold 262144 bytes in all (TotalAnnotationSizeLimitB).
    expect(Buffer.byteLength(JSON.stringify(batchTaskCrd(vendored)))).toBeLessThan(200_000);
  });

  it("gives a task a status from its first moment", () => {
    expect(at(schema, "status").default).toEqual({ observedGeneration: -1 });
  });
});
