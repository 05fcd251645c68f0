import { expect, test } from "vitest";
import type { BatchTaskPolicy } from "../../../../src/api/policy/policy.ts";
import { labelsChanged, specChanged, watch } from "../../../../src/controllers/policy/watches.ts";
import type { KubeObject } from "../../../../src/kube/object.ts";
import { policy } from "../../support/policy.ts";
import { storeOf, taskStore } from "../../support/stores.ts";
import { task } from "../../support/task.ts";

test("a policy counts as changed with its generation, and not with its status", () => {
  const [first, second] = [policy("p", { rules: {} }, 1), policy("p", { rules: {} }, 2)];
  const changed = (type: "Added" | "Modified" | "Deleted", object: BatchTaskPolicy, old?: BatchTaskPolicy) =>
    specChanged({ type, object, ...(old && { old }), initial: false });
  expect([changed("Added", first), changed("Deleted", first)]).toEqual([true, true]);
  expect([changed("Modified", second, first), changed("Modified", first, first)]).toEqual([true, false]);
});

test("a namespace counts as changed with its labels, and not with anything else", () => {
  const labelled = (labels: Record<string, string>, resourceVersion: string): KubeObject => ({
    metadata: { name: "team", resourceVersion, labels },
  });
  const [before, after] = [labelled({ tier: "gold" }, "1"), labelled({ tier: "tin" }, "2")];
  const changed = (type: "Added" | "Modified" | "Deleted", object: KubeObject, old?: KubeObject) =>
    labelsChanged({ type, object, ...(old && { old }), initial: false });
  expect([changed("Added", before), changed("Deleted", before)]).toEqual([true, true]);
  expect(changed("Modified", after, before)).toBe(true);
  expect(changed("Modified", labelled({ tier: "gold" }, "3"), before)).toBe(false);
});

test("whoever keeps the statuses is called at first, and after each change of what they follow from", () => {
  const stores = {
    policies: storeOf<BatchTaskPolicy>(),
    namespaces: storeOf<KubeObject>(),
    tasks: taskStore(),
  };
  let calls = 0;
  watch(stores, () => (calls += 1));
  expect(calls).toBe(1);
  stores.policies.apply("ADDED", policy("p", { rules: {} }));
  stores.namespaces.apply("ADDED", { metadata: { name: "team", uid: "n", resourceVersion: "2" } });
  stores.tasks.apply("ADDED", task());
  expect(calls).toBe(4);
});
