import { setTimeout } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { BatchTaskPolicy, PolicySpec } from "../../../src/api/policy/policy.ts";
import { JOBS, NAMESPACES, POLICIES } from "../../../src/api/resources.ts";
import { eventually } from "../support/eventually.ts";
import { nowhere } from "../support/world.ts";
import { only, type PolicyCluster, startPolicyCluster } from "./cluster.ts";
import { readyOf, tasksIn } from "./tasks.ts";
import { goesOn } from "../../support/goes-on.ts";

let world: PolicyCluster;
let operator: { stop(): Promise<void> };
beforeAll(async () => {
  world = await startPolicyCluster("policies");
  operator = await world.operator();
}, 120_000);
afterAll(() => world[Symbol.asyncDispose]());

async function setUp(name: string, rules: PolicySpec["rules"]) {
  await world.namespace(name);
  await world.policy(name, { namespaceSelector: only(name), rules });
  return tasksIn(world, name);
}
const change = (name: string, rules: object) =>
  world.client.mergePatch(POLICIES, { name }, { spec: { rules } });
const policy = (name: string, wanted: (policy: BatchTaskPolicy) => boolean) =>
  eventually(async () => {
    const found = await world.client.get(POLICIES, { name });
    if (!found) throw new Error(`There is no policy ${name}`);
    return found;
  }, wanted);
const limits = (max: string) => ({ resources: { limits: { memory: { default: max, max } } } });
const versions = async () =>
  (await world.client.list(POLICIES)).items.map(({ metadata }) => [metadata.name, metadata.resourceVersion]);
const remove = async (name: string) => {
  const { metadata } = await policy(name, () => true);
  await world.client.delete(POLICIES, { name }, { uid: metadata.uid });
};

test("a policy edit reaches a running task for what a live Job can change, and no run is repeated", async () => {
  const tasks = await setUp("edited", { backoffLimit: { max: 8 }, ...limits("1Gi") });
  await tasks.create("done");
  await tasks.until("done", ({ status }) => status?.phase === "Succeeded");
  await tasks.create("running", { backoffLimit: 20, template: nowhere });
  await tasks.until("running", ({ status }) => goesOn(status));
  expect((await tasks.job("running"))?.spec?.backoffLimit).toBe(8);
  await change("edited", { backoffLimit: { max: 2 }, ...limits("256Mi") });
  const after = await tasks.until("running", ({ status }) => status?.effective?.backoffLimit === 2);
  const job = await tasks.job("running");
  expect(job?.spec?.backoffLimit).toBe(2);
  expect(job?.spec?.template.spec?.containers[0]?.resources?.limits?.["memory"]).toBe("1Gi");
  expect(after.status?.effective?.resources?.[0]?.limits?.["memory"]).toBe("1Gi");
  await remove("edited");
  await tasks.until("running", ({ status }) => status?.effective?.backoffLimit === 10);
  for (const name of ["done", "running"])
    expect((await tasks.until(name, () => true)).status?.run?.number, name).toBe(1);
  expect((await tasks.jobs()).length).toBe(2);
});

test("a refused task starts once its spec is within bounds", async () => {
  const tasks = await setUp("mended", { parallelism: { max: 2, onViolation: "Reject" } });
  await tasks.create("wide", { parallelism: 3, completions: 3 });
  const refused = await tasks.until("wide", ({ status }) => status?.phase === "Rejected");
  expect(readyOf(refused)).toMatchObject({
    status: "False",
    reason: "PolicyViolation",
    message: "spec.parallelism is 3, and policy mended allows at most 2: set it to 2 or less",
  });
  expect(await tasks.jobs()).toEqual([]);
  await tasks.edit("wide", { parallelism: 2 });
  const done = await tasks.until("wide", ({ status }) => status?.phase === "Succeeded");
  expect(done.status?.run).toMatchObject({ number: 2, trigger: "SpecChanged" });
  expect(done.status?.violations).toBeUndefined();
});

test("a refused task follows the policy: another message while it refuses, a start once it does not", async () => {
  const tasks = await setUp("loosened", { parallelism: { max: 2, onViolation: "Reject" } });
  await tasks.create("wide", { parallelism: 5, completions: 5 });
  const refused = await tasks.until("wide", ({ status }) => status?.phase === "Rejected");
  await change("loosened", { parallelism: { max: 4 } });
  const still = await tasks.until("wide", (task) => readyOf(task)?.message.includes("at most 4") ?? false);
  expect(still.status?.run).toEqual(refused.status?.run);
  await change("loosened", { parallelism: { max: 6 } });
  const done = await tasks.until("wide", ({ status }) => status?.phase === "Succeeded");
  expect(done.status?.run).toMatchObject({ number: 2, trigger: "PolicyChanged" });
  await change("loosened", { parallelism: { max: 1 } });
  await change("loosened", { parallelism: { max: 9 } });
  await setTimeout(1_000);
  expect((await tasks.until("wide", () => true)).status).toMatchObject({
    phase: "Succeeded",
    run: { number: 2 },
  });
});

test("a task that runs is not stopped by a policy that would refuse it", async () => {
  const tasks = await setUp("tightened", { images: { allowed: ["**"] } });
  await tasks.create("running", { template: nowhere });
  const before = await tasks.until("running", ({ status }) => goesOn(status));
  await change("tightened", { images: { allowed: ["registry.example.com/**"] } });
  const after = await tasks.until("running", ({ status }) => status?.violations?.length === 1);
  expect(after.status?.phase).toBe("Starting");
  expect(after.status?.run).toEqual(before.status?.run);
});

test("with defaults of its securityContexts a plain task passes the Pod Security Standard restricted", async () => {
  await world.namespace("restricted", { "pod-security.kubernetes.io/enforce": "restricted" });
  const tasks = tasksIn(world, "restricted");
  await tasks.create("before");
  const refused = await tasks.until("before", (task) => readyOf(task)?.reason === "FailedCreate");
  expect(readyOf(refused)?.message).toContain("violates PodSecurity");
  await world.policy("restricted", {
    namespaceSelector: only("restricted"),
    rules: {
      podSecurityContext: { default: { runAsNonRoot: true, seccompProfile: { type: "RuntimeDefault" } } },
      containerSecurityContext: {
        default: { allowPrivilegeEscalation: false, capabilities: { drop: ["ALL"] } },
      },
    },
  });
  await tasks.create("after");
  await tasks.until("after", ({ status }) => status?.phase === "Succeeded");
});

test("pods have their namespace's labels: a task waits for one that is required, and another value starts no run", async () => {
  const rules = { labels: { required: ["cost"], fromNamespace: { cost: "example.com/cost" } } };
  const tasks = await setUp("priced", rules);
  const label = (cost: string) =>
    world.client.mergePatch(
      NAMESPACES,
      { name: "priced" },
      { metadata: { labels: { "example.com/cost": cost } } },
    );
  const costOf = async (name: string) => (await tasks.job(name))?.spec?.template.metadata?.labels?.["cost"];
  await tasks.create("task");
  const refused = await tasks.until("task", ({ status }) => status?.phase === "Rejected");
  expect(readyOf(refused)?.message).toBe(
    "spec.template.metadata.labels[cost] is absent, and policy priced asks for it: add the label to the template, or example.com/cost to the namespace",
  );
  await label("one");
  const done = await tasks.until("task", ({ status }) => status?.phase === "Succeeded");
  expect(done.status?.run).toMatchObject({ number: 2, trigger: "PolicyChanged" });
  expect(await costOf("task")).toBe("one");
  await tasks.create("running", { template: nowhere });
  await tasks.until("running", ({ status }) => goesOn(status));
  await label("two");
  await tasks.create("next", { template: nowhere });
  await tasks.until("next", ({ status }) => goesOn(status));
  expect(await costOf("next")).toBe("two");
  for (const [name, number] of [
    ["task", 2],
    ["running", 1],
  ] as const) {
    const { status } = await tasks.until(name, () => true);
    expect(status?.run?.number, name).toBe(number);
    expect(status?.adjustments, name).toEqual([
      { field: "template.metadata.labels[cost]", applied: "one", rule: "labels", policy: "priced" },
    ]);
  }
  await tasks.edit("task", { template: nowhere });
  await tasks.until("task", ({ status }) => status?.run?.number === 3 && goesOn(status));
  expect(await costOf("task")).toBe("two");
});

test("a namespace's labels bring it under a policy, and out of it again", async () => {
  await world.namespace("labelled");
  const tasks = tasksIn(world, "labelled");
  const selector = {
    matchExpressions: [{ key: "tier", operator: "In" as const, values: ["small", "tiny"] }],
  };
  await world.policy("labelled", { namespaceSelector: selector, rules: { backoffLimit: { max: 1 } } });
  await tasks.create("task", { backoffLimit: 4, template: nowhere });
  await tasks.until("task", ({ status }) => status?.effective?.backoffLimit === 4);
  const label = (tier: string | null) =>
    world.client.mergePatch(NAMESPACES, { name: "labelled" }, { metadata: { labels: { tier } } });
  await label("tiny");
  await tasks.until("task", ({ status }) => status?.effective?.backoffLimit === 1);
  await label(null);
  await tasks.until("task", ({ status }) => status?.effective?.backoffLimit === 4);
});

test("two policies: the tightest bound wins, and each adjustment names the policy that decided", async () => {
  const tasks = await setUp("several", { backoffLimit: { max: 6 }, ttlSecondsAfterFinished: { max: 900 } });
  await world.policy("several-2", {
    namespaceSelector: only("several"),
    rules: { backoffLimit: { max: 2 }, ttlSecondsAfterFinished: { max: 5000 } },
  });
  await tasks.create("task", { backoffLimit: 9, ttlSecondsAfterFinished: 9999, template: nowhere });
  const { status } = await tasks.until("task", ({ status }) => status?.effective?.backoffLimit === 2);
  const decided = status?.adjustments?.map(({ field, policy }) => [field, policy]);
  expect(decided).toContainEqual(["backoffLimit", "several-2"]);
  expect(decided).toContainEqual(["ttlSecondsAfterFinished", "several"]);
});

test("a policy's status: matched, adjusted and rejected tasks, and the latest of them", async () => {
  const tasks = await setUp("counted", {
    backoffLimit: { max: 2 },
    completions: { max: 5, onViolation: "Reject" },
  });
  await tasks.create("fine", { suspend: true });
  await tasks.create("changed", { suspend: true, backoffLimit: 7 });
  await tasks.create("refused", { suspend: true, completions: 9 });
  const { status, metadata } = await policy(
    "counted",
    ({ status }) => status?.rejected === 1 && status.adjusted === 1,
  );
  expect(status).toMatchObject({ observedGeneration: metadata.generation, namespaces: 1, matched: 3 });
  expect(status?.recent).toContainEqual({
    task: "counted/changed",
    message: "backoffLimit: 7 asked, 2 applied",
  });
  expect(status?.recent?.map(({ task }) => task)).toContain("counted/refused");
  expect(status?.conditions).toEqual([
    expect.objectContaining({ type: "Ready", status: "True", reason: "Enforced" }),
  ]);
});

test("bounds that contradict each other, and a selector that takes no namespace, are said on the policies", async () => {
  const tasks = await setUp("low", { parallelism: { max: 2 } });
  await world.policy("high", { namespaceSelector: only("low"), rules: { parallelism: { min: 3 } } });
  await world.policy("nowhere", {
    namespaceSelector: { matchLabels: { no: "such" } },
    mode: "Warn",
    rules: {},
  });
  for (const name of ["low", "high"]) {
    const { status } = await policy(name, ({ status }) => (status?.conditions?.length ?? 0) > 1);
    const conflict = status?.conditions?.find(({ type }) => type === "Conflicting");
    expect(conflict).toMatchObject({ status: "True", reason: "ImpossibleBounds" });
    expect(conflict?.message).toContain("policy high asks for at least 3, and policy low allows at most 2");
  }
  const { status } = await policy("nowhere", ({ status }) => (status?.conditions?.length ?? 0) > 1);
  expect(status?.conditions?.map(({ reason }) => reason)).toEqual(["WarnOnly", "NoNamespaceMatches"]);
  await tasks.create("task", { parallelism: 9, completions: 9, template: nowhere });
  await tasks.until("task", ({ status }) => status?.effective?.parallelism === 2);
  await remove("high");
  await policy("low", ({ status }) => status?.conditions?.length === 1);
});

test("a guarded value that is loosened on the live Job is put back within a second", async () => {
  const tasks = await setUp("bent", { backoffLimit: { max: 2 } });
  await tasks.create("task", { backoffLimit: 9, template: nowhere });
  await tasks.until("task", ({ status }) => goesOn(status));
  const name = (await tasks.job("task"))?.metadata?.name ?? "";
  await world.client.mergePatch(JOBS, { namespace: "bent", name }, { spec: { backoffLimit: 99 } });
  const bent = performance.now();
  await eventually(
    () => tasks.job("task"),
    (job) => job?.spec?.backoffLimit === 2,
    5_000,
  );
  expect(performance.now() - bent).toBeLessThan(1_000);
});

test("nothing is written to policies at rest", async () => {
  await setTimeout(3_000);
  const before = await versions();
  await setTimeout(5_000);
  expect(await versions()).toEqual(before);
});

test("without the CRD of policies the baseline holds, and policies do once they can be read", {
  timeout: 120_000,
}, async () => {
  await operator.stop();
  await world.cluster.kubectl(["delete", "crd", "batchtaskpolicies.batchtask.dev", "--wait"]);
  await world.namespace("bare");
  const tasks = tasksIn(world, "bare");
  await tasks.create("task", { backoffLimit: 99, template: nowhere });
  operator = await world.operator();
  const bare = await tasks.until("task", ({ status }) => goesOn(status));
  expect(bare.status?.effective?.backoffLimit).toBe(10);
  await world.cluster.kubectl(["apply", "-f", "crds/"]);
  await eventually(
    () =>
      world.policy("late", { rules: { backoffLimit: { max: 3 } } }).then(
        () => true,
        () => false,
      ),
    Boolean,
  );
  const { status } = await eventually(
    () => tasks.until("task", () => true),
    ({ status }) => status?.effective?.backoffLimit === 3,
    60_000,
  );
  expect(status?.run?.number).toBe(1);
});
