import { computePolicyStatus } from "../../../../src/controllers/policy/status.ts";
import { createNamespaceGuardrails } from "../../../../src/controllers/policy/namespace-guardrails.ts";
import { setTimeout } from "node:timers/promises";
import { expect, test } from "vitest";
import type { BatchTaskPolicy } from "../../../../src/api/policy/policy.ts";
import { ApiError } from "../../../../src/kube/errors.ts";
import { silentLogger } from "../../../../src/kube/log.ts";
import type { KubeObject } from "../../../../src/kube/object.ts";
import type { Reflector } from "../../../../src/kube/reflector/reflector.ts";
import { createStore } from "../../../../src/kube/store/store.ts";
import { reportAdmission } from "../../../../src/operator/admission.ts";
import { optional } from "../../../../src/kube/reflector/optional.ts";
import { POLICIES } from "../../../../src/api/resources.ts";
import { manualClock } from "../../kube/support/manual-clock.ts";

const onHandlerError = (error: unknown) => {
  throw error;
};

/** A reflector that is synced when it is told so. */
function reflector() {
  const ready = Promise.withResolvers<void>();
  const state = { synced: false };
  const made: Reflector = {
    run: () => Promise.resolve(),
    get synced() {
      return state.synced;
    },
    whenSynced: () => ready.promise,
    idleMs: () => 0,
    lastActivityMs: () => 0,
    lastError: undefined,
  };
  const sync = () => {
    state.synced = true;
    ready.resolve();
  };
  return { made, sync };
}

const refusal = (status: number, details: object = {}) =>
  new ApiError({
    status,
    method: "GET",
    path: "/",
    body: JSON.stringify({ kind: "Status", reason: "x", message: "refused", details }),
  });

function logger() {
  const lines: string[] = [];
  const log = { ...silentLogger, warn: (_: object, text: string) => void lines.push(text) };
  return { lines, log: { ...log, child: () => log } };
}

async function missing(failure: Error, forbiddenIsFine: boolean) {
  const { lines, log } = logger();
  const clock = manualClock();
  const client = { list: () => Promise.reject(failure) };
  const { made, sync } = reflector();
  const instead = "the baseline holds";
  const one = optional(made, { resource: POLICIES, client, clock, log, forbiddenIsFine, instead });
  const abort = new AbortController();
  const done = waits(one, abort.signal);
  const result = await Promise.race([done, setTimeout(50, "waits")]);
  const { unavailable } = one;
  sync();
  abort.abort();
  await done;
  return { result, unavailable, lines, after: one.unavailable };
}

async function waits(one: Reflector, signal: AbortSignal): Promise<string> {
  await one.whenSynced(signal);
  return "done";
}

test("a missing CRD: the operator goes on, says what holds instead, and takes policies once they come", async () => {
  expect(await missing(refusal(404), false)).toEqual({
    result: "done",
    unavailable: true,
    lines: ["batchtaskpolicies.batchtask.dev can't be read: the baseline holds"],
    after: false,
  });
});

test("a missing right is fine for an operator of one namespace, and waited for by one of all", async () => {
  expect(await missing(refusal(403), true)).toMatchObject({ result: "done", unavailable: true });
  expect(await missing(refusal(403), false)).toMatchObject({ result: "waits", unavailable: false });
});

test("any other failure is waited for: to go on would be to go round the policies", async () => {
  expect(await missing(refusal(500), true)).toMatchObject({ result: "waits", unavailable: false });
});

const answer = (resources: object[]) => () =>
  Promise.resolve({ status: 200, text: JSON.stringify({ resources }), warnings: [], headers: {} });

const said = async (raw: Parameters<typeof reportAdmission>[0]["raw"]) => {
  const { lines, log } = logger();
  await reportAdmission({ raw }, log, AbortSignal.timeout(1_000));
  return lines;
};

test("an API server without ValidatingAdmissionPolicy is said once; one that has it, or can't be asked, is not", async () => {
  expect(await said(answer([{ name: "validatingwebhookconfigurations" }]))).toEqual([
    expect.stringContaining("no ValidatingAdmissionPolicy (Kubernetes 1.30)"),
  ]);
  expect(await said(answer([{ name: "validatingadmissionpolicies" }]))).toEqual([]);
  expect(await said(() => Promise.reject(new Error("gone")))).toEqual([]);
});

const policy = (name: string, spec: BatchTaskPolicy["spec"], generation = 1): BatchTaskPolicy => ({
  apiVersion: "batchtask.dev/v1alpha1",
  kind: "BatchTaskPolicy",
  metadata: { name, uid: name, resourceVersion: String(generation), generation },
  spec,
});

test("a namespace that is not known yet has no guardrails, so nothing starts in it", () => {
  const policies = createStore<BatchTaskPolicy>({ onHandlerError });
  const namespaces = createStore<KubeObject>({ onHandlerError });
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

test("a policy's status stays as it is while the facts do", () => {
  const facts = {
    namespaces: 2,
    matched: 5,
    adjusted: 1,
    rejected: 0,
    recent: [],
    conflicts: ["x against y"],
  };
  const first = computePolicyStatus(policy("p", { rules: {} }), facts, "2026-01-01T00:00:00Z");
  expect(first.conditions?.map(({ type, reason }) => [type, reason])).toEqual([
    ["Ready", "Enforced"],
    ["Conflicting", "ImpossibleBounds"],
  ]);
  const again = computePolicyStatus(
    { ...policy("p", { rules: {} }), status: first },
    facts,
    "2026-01-02T00:00:00Z",
  );
  expect(again).toEqual(first);
});
