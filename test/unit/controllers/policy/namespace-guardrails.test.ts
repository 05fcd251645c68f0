import { expect, test } from "vitest";
import type { BatchTaskPolicy } from "../../../../src/api/policy/policy.ts";
import { createNamespaceGuardrails } from "../../../../src/controllers/policy/namespace-guardrails.ts";
import type { KubeObject } from "../../../../src/kube/object.ts";
import { policy } from "../../support/policy.ts";
import { storeOf } from "../../support/stores.ts";

test("a namespace that is not known yet has no guardrails, so nothing starts in it", () => {
  const policies = storeOf<BatchTaskPolicy>();
  const namespaces = storeOf<KubeObject>();
  let seen = true;
  const source = createNamespaceGuardrails({ policies, namespaces, seesNamespaces: () => seen });
  const selector = { matchLabels: { tier: "gold" } };
  policies.apply(
    "ADDED",
    policy("gold", { namespaceSelector: selector, rules: { backoffLimit: { max: 1 } } }),
  );
  expect(source.guardrails("new")).toBeUndefined();
  namespaces.apply("ADDED", {
    metadata: { name: "new", uid: "n", resourceVersion: "2", labels: { tier: "gold" } },
  });
  expect(source.guardrails("new")?.merged.numbers.backoffLimit?.max).toEqual({ value: 1, policy: "gold" });
  policies.apply(
    "MODIFIED",
    policy("gold", { namespaceSelector: selector, rules: { backoffLimit: { max: 2 } } }, 3),
  );
  expect(source.guardrails("new")?.merged.numbers.backoffLimit?.max?.value).toBe(2);
  namespaces.apply("MODIFIED", { metadata: { name: "new", uid: "n", resourceVersion: "4", labels: {} } });
  expect(source.guardrails("new")?.merged.numbers.backoffLimit?.max?.policy).toBe("baseline");
  seen = false;
  expect(source.guardrails("other")?.enforced).toEqual([]);
});

test("what holds for a task that is exempt is one object while it is, and the namespace's own once it is not", () => {
  const policies = storeOf<BatchTaskPolicy>();
  const namespaces = storeOf<KubeObject>({ metadata: { name: "ml", uid: "n", resourceVersion: "1" } });
  const source = createNamespaceGuardrails({ policies, namespaces, seesNamespaces: () => true });
  const until = "2026-06-01T00:00:00Z";
  const exemptions = [
    { namespace: "ml", name: "train", rules: ["backoffLimit" as const], reason: "new nodes", until },
  ];
  policies.apply("ADDED", policy("bounds", { exemptions, rules: { backoffLimit: { max: 1 } } }));
  const train = { namespace: "ml", name: "train" };
  const at = Date.parse(until);
  const held = source.guardrailsFor(train, at - 1);
  expect(held?.merged.numbers.backoffLimit?.max).toBeUndefined();
  expect(source.guardrailsFor({ ...train }, at - 2)).toBe(held);
  expect(source.guardrailsFor(train, at)).toBe(source.guardrails("ml"));
  expect(source.guardrailsFor({ ...train, name: "other" }, at - 1)).toBe(source.guardrails("ml"));
});

const namespace = (name: string, resourceVersion: number, labels: Record<string, string>): KubeObject => ({
  metadata: { name, uid: name, resourceVersion: String(resourceVersion), labels },
});
const COST = { labels: { fromNamespace: { cost: "cost" } } };

test("what a namespace gives its pods follows its labels, and is worked out once for all that give the same", () => {
  const policies = storeOf<BatchTaskPolicy>();
  const namespaces = storeOf<KubeObject>();
  const source = createNamespaceGuardrails({ policies, namespaces, seesNamespaces: () => true });
  policies.apply("ADDED", policy("cost", { rules: COST }));
  for (const name of ["a", "b"]) namespaces.apply("ADDED", namespace(name, 2, { cost: "1", own: name }));
  namespaces.apply("ADDED", namespace("none", 2, {}));
  const costOf = (name: string) => source.guardrails(name)?.merged.inheritedLabels["cost"]?.value;
  expect([costOf("a"), costOf("b"), costOf("none")]).toEqual(["1", "1", undefined]);
  expect(source.guardrails("a")).toBe(source.guardrails("b"));
  namespaces.apply("MODIFIED", namespace("a", 3, { cost: "1", own: "other" }));
  expect(source.guardrails("a")).toBe(source.guardrails("b"));
  for (const cost of ["2", "3", "4", "5", "6"]) {
    namespaces.apply("MODIFIED", namespace("a", 3 + Number(cost), { cost }));
    expect([costOf("a"), costOf("b")]).toEqual([cost, "1"]);
  }
});
