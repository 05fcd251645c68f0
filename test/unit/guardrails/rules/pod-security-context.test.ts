import { expect, test } from "vitest";
import type { BatchTaskSpec } from "../../../../src/api/batchtask.ts";
import { guard, guardrailsOf } from "../../../../src/guardrails/guard.ts";
import { spec } from "../../support/task.ts";

type Pod = NonNullable<BatchTaskSpec["template"]["spec"]>;
const policy = {
  name: "p",
  mode: "Enforce" as const,
  rules: {
    podSecurityContext: {
      default: { runAsNonRoot: true as const, seccompProfile: { type: "RuntimeDefault" as const } },
    },
  },
};
const guarded = (pod: Partial<Pod>) =>
  guard(
    spec({ template: { spec: { containers: [{ name: "main", image: "i" }], ...pod } } }),
    guardrailsOf([policy]),
  );
const securityOf = (pod: Partial<Pod>) => guarded(pod).spec.template.spec?.securityContext;
const SECCOMP = { seccompProfile: { type: "RuntimeDefault" } };

test("each field that is filled in is told, with its policy", () => {
  expect(guarded({}).adjustments.filter(({ policy }) => policy === "p")).toEqual([
    {
      field: "template.spec.securityContext.runAsNonRoot",
      applied: "true",
      rule: "podSecurityContext",
      policy: "p",
    },
    {
      field: "template.spec.securityContext.seccompProfile.type",
      applied: "RuntimeDefault",
      rule: "podSecurityContext",
      policy: "p",
    },
  ]);
});

test("runAsNonRoot is not filled in where it would keep a container from starting", () => {
  const container = (securityContext: object) => [{ name: "main", image: "i", securityContext }];
  expect(securityOf({ securityContext: { runAsUser: 0 } })).toEqual({ runAsUser: 0, ...SECCOMP });
  expect(securityOf({ containers: container({ runAsUser: 0 }) })).toEqual(SECCOMP);
  expect(securityOf({ initContainers: container({ runAsUser: 0 }) })).toEqual(SECCOMP);
  expect(securityOf({ containers: container({ runAsUser: 0, runAsNonRoot: false }) })).toEqual({
    runAsNonRoot: true,
    ...SECCOMP,
  });
});

test("a container keeps what it says of itself", () => {
  const own = { runAsNonRoot: false, seccompProfile: { type: "Unconfined" } };
  const containers = [{ name: "main", image: "i", securityContext: own }];
  expect(guarded({ containers }).spec.template.spec?.containers[0]?.securityContext).toEqual(own);
});

test("a Windows pod gets no securityContext", () => {
  expect(securityOf({ os: { name: "windows" } })).toBeUndefined();
});
