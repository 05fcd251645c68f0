import type { Policy } from "../../../src/guardrails/rule.ts";
import fc from "fast-check";
import { expect, test } from "vitest";
import type { BatchTaskSpec } from "../../../src/api/batchtask.ts";
import type { PolicyRules } from "../../../src/api/policy/rules.ts";
import { RULES } from "../../../src/guardrails/chain.ts";
import { guard, guardrailsOf, isRefused } from "../../../src/guardrails/guard.ts";
import { compareQuantities } from "../../../src/guardrails/quantity.ts";
import { spec } from "../support/task.ts";

const RUNS = 2_000;
const TIMEOUT = 60_000;

const optional = <T>(values: fc.Arbitrary<T>) => fc.option(values, { nil: undefined });
/** Without undefined values, which stand for absent ones everywhere here. */
// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- the caller says what it made
function present<T>(object: object): T {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- as said above
  return JSON.parse(JSON.stringify(object)) as T;
}
const onViolation = fc.constantFrom("Clamp" as const, "Reject" as const);

const number = fc.integer({ min: 0, max: 20 });
const numberBounds = fc
  .tuple(optional(number), optional(number), optional(number), onViolation)
  .map(([a, b, c, onViolation]) => {
    const [min, middle, max] = [a, b, c].toSorted((x, y) => (x ?? 0) - (y ?? 0));
    return { min, default: middle, max, onViolation };
  });
const quantity = fc.constantFrom(
  "0",
  "50m",
  "0.1",
  "250m",
  "1",
  "1000m",
  "2",
  "4k",
  "1Ki",
  "1M",
  "1Mi",
  "1Gi",
  "2e9",
);
const byValue = (a: string | undefined, b: string | undefined) => compareQuantities(a ?? "0", b ?? "0") ?? 0;
const quantityBounds = fc
  .tuple(optional(quantity), optional(quantity), optional(quantity), onViolation)
  .map(([a, b, c, onViolation]) => {
    const [min, middle, max] = [a, b, c].toSorted(byValue);
    return { min, default: middle, max, onViolation };
  });
const resourceNames = fc.constantFrom("cpu", "memory", "ephemeral-storage", "example.com/gpu");
const resourceBounds = fc.dictionary(resourceNames, quantityBounds, { maxKeys: 3 });

const GPU = { key: "gpu", operator: "Exists" as const, effect: "NoSchedule" as const };
const containerDefault = fc.constantFrom(
  { allowPrivilegeEscalation: false as const, capabilities: { drop: ["ALL"] } },
  { runAsNonRoot: true as const, capabilities: { drop: ["NET_RAW", "CHOWN"] } },
);

const rules: fc.Arbitrary<PolicyRules> = fc
  .record({
    backoffLimit: optional(numberBounds),
    activeDeadlineSeconds: optional(numberBounds),
    ttlSecondsAfterFinished: optional(numberBounds),
    parallelism: optional(numberBounds),
    completions: optional(numberBounds),
    resources: optional(fc.record({ requests: resourceBounds, limits: resourceBounds })),
    images: optional(
      fc.constantFrom({ allowed: ["a/**"] }, { require: "Tag" as const }, { forbidLatest: true }),
    ),
    serviceAccounts: optional(fc.constant({ allowed: ["default", "etl"] })),
    restartPolicies: optional(fc.constant({ allowed: ["Never" as const] })),
    labels: optional(fc.constantFrom({ required: ["team"] }, { inject: { cost: "batch" } })),
    tolerations: optional(fc.constantFrom({ inject: [GPU] }, { allowed: [], inject: [GPU] })),
    imagePullSecrets: optional(fc.constant({ allowed: ["own"], inject: ["mirror"] })),
    priorityClasses: optional(fc.constant({ default: "low" })),
    podSecurityContext: optional(fc.constant({ default: { runAsNonRoot: true as const, runAsUser: 9 } })),
    containerSecurityContext: optional(fc.record({ default: containerDefault })),
    ignoreDisruptions: optional(fc.boolean()),
  })
  .map((made) => present<PolicyRules>(made));
const policies = fc
  .array(fc.tuple(rules, fc.constantFrom("Enforce" as const, "Enforce" as const, "Warn" as const)), {
    maxLength: 3,
  })
  .map((all) => all.map(([rules, mode], n): Policy => ({ name: `p${n}`, mode, rules })));

const amounts = fc.dictionary(resourceNames, quantity, { maxKeys: 3 });
const resources = fc.record({ requests: optional(amounts), limits: optional(amounts) });
const container = fc.record({
  image: fc.constantFrom("a/b:1", "a/b", "c:latest", `c@sha256:${"0".repeat(64)}`),
  resources: optional(resources),
  securityContext: optional(
    fc.constantFrom(
      { runAsUser: 0 },
      { runAsNonRoot: false, capabilities: { add: ["CHOWN"] } },
      { privileged: true },
    ),
  ),
});
const named = <T extends object>(list: T[], prefix: string) =>
  list.map((one, n) => ({ name: `${prefix}${n}`, ...one }));
const specs: fc.Arbitrary<BatchTaskSpec> = fc
  .record({
    backoffLimit: optional(number),
    backoffLimitPerIndex: optional(number),
    activeDeadlineSeconds: optional(number),
    ttlSecondsAfterFinished: optional(number),
    parallelism: optional(number),
    completions: optional(number),
    labels: optional(fc.constantFrom({ team: "x" }, { cost: "mine" })),
    containers: fc.array(container, { minLength: 1, maxLength: 3 }),
    initContainers: fc.array(container, { maxLength: 2 }),
    restartPolicy: fc.constantFrom("Never", "OnFailure"),
    serviceAccountName: optional(fc.constantFrom("etl", "admin")),
    resources: optional(resources),
    pod: fc.constantFrom(
      {},
      { os: { name: "windows" } },
      { securityContext: { runAsUser: 0 } },
      { tolerations: [{ operator: "Exists" }], imagePullSecrets: [{ name: "own" }] },
      { tolerations: [{ key: "gpu", value: "a", effect: "NoSchedule" }], priorityClassName: "high" },
    ),
  })
  .map(({ labels, containers, initContainers, pod, ...rest }) => {
    const { restartPolicy, serviceAccountName, resources, ...fields } = rest;
    return present<BatchTaskSpec>(
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- undefined values go by present()
      spec({
        ...fields,
        template: {
          metadata: { ...(labels && { labels }) },
          spec: {
            ...pod,
            restartPolicy,
            ...(serviceAccountName && { serviceAccountName }),
            containers: named(containers, "c"),
            initContainers: named(initContainers, "i"),
            ...(resources && { resources: present<object>(resources) }),
          },
        },
      } as Partial<BatchTaskSpec>),
    );
  });

/** What an absent value stands for is judged, too: without a deadline, a TTL or a limit there is none at all. */
function unbounded(guarded: BatchTaskSpec, { rules }: Policy): string[] {
  const missing = (["activeDeadlineSeconds", "ttlSecondsAfterFinished"] as const).filter(
    (field) => rules[field]?.max !== undefined && guarded[field] === undefined,
  );
  const pod = guarded.template.spec;
  const limits = ["cpu", "memory", "ephemeral-storage"].filter(
    (name) => rules.resources?.limits?.[name]?.max !== undefined,
  );
  const asksItself = (name: string) => pod?.resources?.limits?.[name] !== undefined;
  const loose = [...(pod?.containers ?? []), ...(pod?.initContainers ?? [])].flatMap(({ name, resources }) =>
    limits
      .filter((one) => !asksItself(one) && resources?.limits?.[one] === undefined)
      .map((one) => `${name}.${one}`),
  );
  return [...missing, ...loose];
}

test("no input gives a Job that violates a matching policy in mode Enforce", { timeout: TIMEOUT }, () => {
  let started = 0;
  fc.assert(
    fc.property(specs, policies, (asked, matching) => {
      const guardrails = guardrailsOf(matching);
      fc.pre(guardrails.merged.conflicts.length === 0);
      const guarded = guard(asked, guardrails);
      if (isRefused(guarded)) return;
      started += 1;
      for (const policy of matching.filter(({ mode }) => mode === "Enforce")) {
        const objections = RULES.flatMap((rule) => rule.objections?.(guarded.spec, policy) ?? []);
        expect(objections.map(({ message }) => message)).toEqual([]);
        expect(unbounded(guarded.spec, policy)).toEqual([]);
      }
    }),
    { numRuns: RUNS },
  );
  expect(started).toBeGreaterThan(RUNS / 10);
});

test("guarding is repeatable, leaves its argument alone, and names what it changed", {
  timeout: TIMEOUT,
}, () => {
  fc.assert(
    fc.property(specs, policies, (asked, matching) => {
      const guardrails = guardrailsOf(matching);
      fc.pre(guardrails.merged.conflicts.length === 0);
      const before = structuredClone(asked);
      const once = guard(asked, guardrails);
      expect(asked).toEqual(before);
      const twice = guard(once.spec, guardrails);
      expect(twice.spec).toEqual(once.spec);
      const changes = (adjustments: typeof once.adjustments) =>
        adjustments.filter(({ mode }) => mode !== "Warn");
      expect(changes(twice.adjustments)).toEqual([]);
      if (changes(once.adjustments).length === 0) expect(once.spec).toEqual(asked);
    }),
    { numRuns: RUNS },
  );
});

test("a second policy can only tighten, and the order of policies does not matter", () => {
  fc.assert(
    fc.property(rules, rules, (first, second) => {
      const a: Policy = { name: "a", mode: "Enforce", rules: first };
      const b: Policy = { name: "b", mode: "Enforce", rules: second };
      const alone = guardrailsOf([a]).merged;
      const both = guardrailsOf([a, b]).merged;
      expect(guardrailsOf([b, a]).merged).toEqual(both);
      for (const [field, bounds] of Object.entries(alone.numbers)) {
        const tighter = Object.entries(both.numbers).find(([name]) => name === field)?.[1];
        if (bounds.max && bounds.max.policy === "a")
          expect(tighter?.max?.value).toBeLessThanOrEqual(bounds.max.value);
        if (bounds.min && bounds.min.policy === "a")
          expect(tighter?.min?.value).toBeGreaterThanOrEqual(bounds.min.value);
      }
    }),
  );
});
