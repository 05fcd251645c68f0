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
