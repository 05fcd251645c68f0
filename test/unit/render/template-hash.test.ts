import { expect, test } from "vitest";
import type { BatchTaskSpec } from "../../../src/api/batchtask.ts";
import { templateHash } from "../../../src/job/template-hash.ts";

const container = { name: "main", image: "busybox:1.36" };
const withPod = (pod: object, metadata?: object): BatchTaskSpec => ({
  template: { ...(metadata && { metadata }), spec: { containers: [container], ...pod } },
});
const spec = withPod({});

test.each([
  ["labels without an entry", withPod({}, { labels: {}, annotations: {} })],
  ["a nodeSelector without an entry", withPod({ nodeSelector: {} })],
  ["lists without an item", withPod({ tolerations: [], volumes: [] })],
  ["no amount of anything", withPod({ containers: [{ ...container, resources: { limits: {} }, args: [] }] })],
])("%s: the same run", (_name, edited) => {
  expect(templateHash(edited)).toBe(templateHash(spec));
});

test.each([
  ["a label", withPod({}, { labels: { version: "two" } })],
  ["an empty value of a label", withPod({}, { labels: { version: "" } })],
  ["an emptyDir without a field", withPod({ volumes: [{ name: "cache", emptyDir: {} }] })],
  ["a securityContext without a field", withPod({ securityContext: {} })],
])("%s: another run", (_name, edited) => {
  expect(templateHash(edited)).not.toBe(templateHash(spec));
});

test("an emptyDir is told from a volume without a source", () => {
  const volumes = (source: object): BatchTaskSpec => withPod({ volumes: [{ name: "cache", ...source }] });
  expect(templateHash(volumes({ emptyDir: {} }))).not.toBe(templateHash(volumes({})));
});
