import { expect, test } from "vitest";
import { collectionPath, objectPath, trust } from "../../../src/kube/resource.ts";
import { things } from "./support/objects.ts";

test("paths", () => {
  const core = { ...things, group: "", plural: "pods" };
  const cluster = { ...things, namespaced: false };
  expect(collectionPath(things)).toBe("/apis/example.dev/v1/things");
  expect(objectPath(things, { namespace: "ns", name: "a" }, "status")).toBe(
    "/apis/example.dev/v1/namespaces/ns/things/a/status",
  );
  expect(objectPath(core, { namespace: "ns", name: "../x" })).toBe("/api/v1/namespaces/ns/pods/..%2Fx");
  expect(objectPath(cluster, { namespace: "ignored", name: "a" })).toBe("/apis/example.dev/v1/things/a");
  expect(() => objectPath(things, { name: "a" })).toThrow("needs a namespace");
  expect(() => objectPath(things, { namespace: "ns", name: "" })).toThrow("name is needed");
});

test("objects are read without nulls where their resource says so", () => {
  const object = () => ({ metadata: { name: "a" }, spec: { volumes: null } });
  const resource = { group: "g", version: "v1", kind: "A", plural: "as", namespaced: true };
  expect(trust({ ...resource, dropsNulls: true }, object())).toEqual({ metadata: { name: "a" }, spec: {} });
  expect(trust(resource, object())).toEqual(object());
});
