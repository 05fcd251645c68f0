import { expect, test } from "vitest";
import type { BatchTaskSpec } from "../../../../src/api/batchtask.ts";
import type { PolicyRules } from "../../../../src/api/policy/rules.ts";
import { guard, guardrailsOf } from "../../../../src/guardrails/guard.ts";
import { spec } from "../../support/task.ts";

type Pod = NonNullable<BatchTaskSpec["template"]["spec"]>;
type Default = NonNullable<PolicyRules["containerSecurityContext"]>["default"];

/** What a container's securityContext becomes. */
function filled(filling: Default, own?: object, pod: Partial<Pod> = {}, rules: PolicyRules = {}) {
  const container = { name: "main", image: "i", ...(own && { securityContext: own }) };
  const policy = {
    name: "p",
    mode: "Enforce" as const,
    rules: { ...rules, containerSecurityContext: { default: filling } },
  };
  const asked = spec({ template: { spec: { ...pod, containers: [container] } } });
  return guard(asked, guardrailsOf([policy])).spec.template.spec?.containers[0]?.securityContext;
}

test.each<[string, object | undefined, Partial<Pod>, boolean | undefined]>([
  ["nobody says anything", undefined, {}, true],
  ["the container says no", { runAsNonRoot: false }, {}, false],
  ["the pod says no", undefined, { securityContext: { runAsNonRoot: false } }, undefined],
  ["the pod says yes", undefined, { securityContext: { runAsNonRoot: true } }, undefined],
  ["the container is root", { runAsUser: 0 }, {}, undefined],
  ["the pod is root", undefined, { securityContext: { runAsUser: 0 } }, undefined],
  ["the pod is root, the container is not", { runAsUser: 9 }, { securityContext: { runAsUser: 0 } }, true],
  ["the pod is a Windows pod", undefined, { os: { name: "windows" } }, undefined],
])("runAsNonRoot where %s", (_, own, pod, expected) => {
  expect(filled({ runAsNonRoot: true }, own, pod)?.runAsNonRoot).toBe(expected);
});

test("what a policy fills in for the pod holds for its containers, and is not said twice", () => {
  const rules: PolicyRules = { podSecurityContext: { default: { runAsNonRoot: true } } };
  expect(filled({ runAsNonRoot: true }, undefined, {}, rules)).toBeUndefined();
});

test.each<[string, object, string[] | undefined]>([
  ["nothing is added", {}, ["NET_RAW", "CHOWN"]],
  ["one of them is added", { capabilities: { add: ["CAP_NET_RAW"] } }, ["CHOWN"]],
  ["all of them are added", { capabilities: { add: ["NET_RAW", "CHOWN"] } }, undefined],
  ["ALL is added", { capabilities: { add: ["ALL"] } }, undefined],
  ["the author drops none", { capabilities: { drop: [] } }, []],
  ["the container is privileged", { privileged: true }, undefined],
])("capabilities where %s", (_, own, expected) => {
  const capabilities = { drop: ["NET_RAW", "CHOWN"] };
  expect(filled({ capabilities }, own)?.capabilities?.drop).toEqual(expected);
});

test.each<[string, object, boolean | undefined]>([
  ["nothing is said", {}, false],
  ["the author allows it", { allowPrivilegeEscalation: true }, true],
  ["the container is privileged", { privileged: true }, undefined],
  ["SYS_ADMIN is added", { capabilities: { add: ["CAP_SYS_ADMIN"] } }, undefined],
])("allowPrivilegeEscalation where %s", (_, own, expected) => {
  expect(filled({ allowPrivilegeEscalation: false }, own)?.allowPrivilegeEscalation).toBe(expected);
});

test("each container's own are told by its name", () => {
  const rules: PolicyRules = { containerSecurityContext: { default: { readOnlyRootFilesystem: true } } };
  const container = (name: string) => ({ name, image: "i" });
  const asked = spec({
    template: { spec: { initContainers: [container("first")], containers: [container("main")] } },
  });
  const { adjustments } = guard(asked, guardrailsOf([{ name: "p", mode: "Enforce", rules }]));
  expect(adjustments.filter(({ policy }) => policy === "p").map(({ field }) => field)).toEqual([
    "template.spec.containers[main].securityContext.readOnlyRootFilesystem",
    "template.spec.initContainers[first].securityContext.readOnlyRootFilesystem",
  ]);
});
