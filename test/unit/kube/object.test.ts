import { controllerOf } from "../../../src/job/ownership.ts";
import { describe, expect, test } from "vitest";
import { createBackoff } from "../../../src/kube/backoff.ts";
import { systemClock } from "../../../src/kube/clock.ts";
import { keyOf, splitKey, stripManagedFields } from "../../../src/kube/object.ts";
import { collectionPath, objectPath } from "../../../src/kube/resource.ts";
import { compareVersions } from "../../../src/kube/resource-version.ts";
import { manualClock } from "./support/manual-clock.ts";
import { thing, things } from "./support/objects.ts";

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

test("only the controlling owner is the controller", () => {
  const owner = { apiVersion: "v1", kind: "X", name: "x" };
  const ownerReferences = [
    { ...owner, uid: "1" },
    { ...owner, uid: "2", controller: true },
  ];
  expect(controllerOf(thing("a", 1, { ownerReferences }))?.uid).toBe("2");
  expect(controllerOf(thing("a", 1, { ownerReferences: ownerReferences.slice(0, 1) }))).toBeUndefined();
});

test("managedFields go, the rest stays", () => {
  expect(stripManagedFields(thing("a", 1, { managedFields: [{}], labels: { a: "b" } }))).toEqual(
    thing("a", 1, { labels: { a: "b" } }),
  );
});

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

test.each([
  ["9", "10", -1],
  ["10", "10", 0],
  ["9007199254740993", "9007199254740992", 1],
  [undefined, "0", -1],
  ["garbage", "1", -1],
  ["garbage", undefined, 0],
])("resourceVersion %s against %s", (a, b, sign) => {
  expect(compareVersions(a, b)).toBe(sign);
});

describe("backoff", () => {
  const options = { initialMs: 100, maxMs: 1000, factor: 2, jitter: 0 };
  test("doubles up to its limit, and forgets", () => {
    const backoff = createBackoff(options, { clock: manualClock(), random: () => 0 });
    expect(Array.from({ length: 6 }, () => backoff.next())).toEqual([100, 200, 400, 800, 1000, 1000]);
    backoff.reset();
    expect(backoff.next()).toBe(100);
  });
  test("adds jitter in proportion", () => {
    const backoff = createBackoff({ ...options, jitter: 0.5 }, { clock: manualClock(), random: () => 0.5 });
    expect([backoff.next(), backoff.next()]).toEqual([125, 250]);
  });
  test("starts anew only after a healthy time beyond the delay itself", async () => {
    const clock = manualClock();
    const backoff = createBackoff({ ...options, resetAfterMs: 500 }, { clock, random: () => 0 });
    backoff.next();
    await clock.advance(599);
    expect(backoff.next()).toBe(200);
    await clock.advance(700);
    expect(backoff.next()).toBe(100);
  });
});

test("the system clock's sleep ends with its signal's reason", async () => {
  const reason = new Error("enough");
  const controller = new AbortController();
  const sleep = systemClock.sleep(3_600_000, controller.signal);
  controller.abort(reason);
  await expect(sleep).rejects.toBe(reason);
});
