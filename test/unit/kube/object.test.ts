import { describe, expect, test } from "vitest";
import { keyOf, splitKey, stripManagedFields } from "../../../src/kube/object.ts";
import { thing } from "./support/objects.ts";

describe("keys", () => {
  test("go there and back", () => {
    expect(keyOf(thing("a", 1))).toBe("ns/a");
    expect(splitKey("ns/a")).toEqual({ namespace: "ns", name: "a" });
    expect(keyOf({ metadata: { name: "node-1" } })).toBe("node-1");
    expect(splitKey("node-1")).toEqual({ namespace: "", name: "node-1" });
    expect(keyOf({ namespace: "ns", name: "a" })).toBe("ns/a");
  });
  test("need a name", () => {
    expect(() => keyOf({ metadata: { namespace: "ns" } })).toThrow(TypeError);
  });
});

test("managedFields go, the rest stays", () => {
  expect(stripManagedFields(thing("a", 1, { managedFields: [{}], labels: { a: "b" } }))).toEqual(
    thing("a", 1, { labels: { a: "b" } }),
  );
});
