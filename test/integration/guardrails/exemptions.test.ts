import { afterAll, beforeAll, expect, test } from "vitest";
import type { Exemption } from "../../../src/api/policy/exemptions.ts";
import { BATCHTASKS, POLICIES } from "../../../src/api/resources.ts";
import { endingMessages } from "../../../src/guardrails/exempt/ending.ts";
import { metaTime } from "../../../src/kube/time.ts";
import type { RawKind } from "../../../src/guardrails/rule.ts";
import { template } from "../../support/guardrails/case.ts";
import { eventually } from "../support/eventually.ts";
import { needsKubernetes } from "../support/kubernetes.ts";
import { newTask, nowhere } from "../support/world.ts";
import { only, type PolicyCluster, startPolicyCluster } from "./cluster.ts";
import { createRaw, installJobAdmission, judgeRaw } from "./jobs.ts";
import { tasksIn } from "./tasks.ts";

const DAY = 24 * 3_600_000;
const NAMESPACE = "exempted";
const soon = metaTime(Date.now() + DAY);
const later = metaTime(Date.now() + 30 * DAY);

const exemption = (given: Partial<Exemption>): Exemption => ({
  namespace: "exem*",
  rules: ["backoffLimit", "images"],
  reason: "new registry",
  until: later,
  ...given,
});

const EXEMPTIONS: Exemption[] = [
  exemption({ name: "free" }),
  exemption({ matchLabels: { team: "ml" } }),
  exemption({ name: "ending-*", until: soon }),
  exemption({ name: "over", until: metaTime(Date.now() - 1_000) }),
  exemption({ namespace: "elsewhere", name: "other" }),
];

let world: PolicyCluster;
beforeAll(async () => {
  world = await startPolicyCluster("exemptions");
  await world.installAdmission();
  await installJobAdmission(world);
  await world.namespace(NAMESPACE);
  await world.policy("bounds", {
    namespaceSelector: only(NAMESPACE),
    appliesTo: ["Job", "CronJob"],
    onJobClamp: "Reject",
    rules: { backoffLimit: { max: 1, onViolation: "Reject" }, images: { forbidLatest: true } },
    exemptions: EXEMPTIONS,
  });
  await eventually(
    () => judge("bound"),
    ({ allowed }) => !allowed,
  );
}, 180_000);
afterAll(() => world[Symbol.asyncDispose]());

type Kind = RawKind | "BatchTask";
const KINDS: readonly Kind[] = ["BatchTask", "Job", "CronJob"];

/** A dry-run creation, as kubectl does it. */
async function judge(name: string, labels: Record<string, string> = {}, kind: Kind = "BatchTask") {
  const spec = { backoffLimit: 5, template: template({ image: "app" }) };
  const job = { spec: kind === "CronJob" ? { jobTemplate: { spec }, schedule: "0 0 30 2 *" } : spec };
  const apiVersion = kind === "BatchTask" ? "batchtask.dev/v1alpha1" : "batch/v1";
  const manifest = { apiVersion, kind, metadata: { name, labels }, ...job };
  const args = ["create", "--dry-run=server", "-n", NAMESPACE, "-f", "-"];
  const { code, stderr } = await world.cluster.kubectl(args, { input: JSON.stringify(manifest) });
  return { allowed: code === 0, stderr };
}

test.each(KINDS)(
  "a %s that is exempt is created, by its name or by its labels; any other is refused",
  async (kind) => {
    expect(await judge("free", {}, kind)).toEqual({ allowed: true, stderr: "" });
    expect(await judge("labelled", { team: "ml" }, kind)).toEqual({ allowed: true, stderr: "" });
    for (const [name, labels] of [["bound"], ["labelled", { team: "web" }], ["over"], ["other"]] as const) {
      const { allowed, stderr } = await judge(name, labels, kind);
      expect([name, allowed]).toEqual([name, false]);
      expect(stderr).toContain("backoffLimit is 5, and policy bounds allows at most 1");
      expect(stderr).toContain(".image");
    }
  },
);

test.each(KINDS)("of an end that is near, a %s is warned in the words of lint", async (kind) => {
  const { allowed, stderr } = await judge("ending-1", {}, kind);
  const [message = ""] = endingMessages(
    [{ policy: "bounds", rules: ["backoffLimit", "images"], reason: "new registry", until: soon }],
    Date.now(),
  );
  expect(allowed).toBe(true);
  expect(stderr).toContain(message);
  expect(message).toContain(`until ${soon} only (new registry)`);
});

test("an edit is judged by the time at which it is made", async () => {
  const ends = Date.now() + 8_000;
  const name = "edited";
  await world.namespace("edits");
  const rules = { backoffLimit: { max: 1, onViolation: "Reject" as const } };
  const exemptions = [exemption({ namespace: "edits", rules: ["backoffLimit"], until: metaTime(ends) })];
  await world.policy("edits", {
    namespaceSelector: only("edits"),
    appliesTo: ["CronJob"],
    rules,
    exemptions,
  });
  const cron = {
    kind: "CronJob",
    namespace: "edits",
    name,
    spec: { backoffLimit: 5, template: template() },
  } as const;
  await createRaw(world, cron);
  await world.client.create(BATCHTASKS, newTask("edits", name, { backoffLimit: 5 }));
  const edit = { ...cron, spec: { ...cron.spec, backoffLimit: 6 } };
  expect((await judgeRaw(world, edit, true)).allowed).toBe(true);
  expect((await world.judge("edits", { backoffLimit: 6 }, name)).allowed).toBe(true);
  await eventually(
    () => judgeRaw(world, edit, true),
    ({ allowed }) => !allowed,
  );
  expect(Date.now()).toBeGreaterThanOrEqual(Math.floor(ends / 1000) * 1000);
  expect((await world.judge("edits", { backoffLimit: 6 }, name)).denied).toEqual([
    "spec.backoffLimit is 6, and policy edits allows at most 1: set it to 1 or less",
  ]);
  // What is as it was is not judged, so that no old task gets stuck.
  expect((await judgeRaw(world, cron, true)).allowed).toBe(true);
});

test.for(["Job", "CronJob"] as const)("a %s that is exempt is not clamped", async (kind, context) => {
  needsKubernetes(36, "MutatingAdmissionPolicy", context);
  const applied = await world.cluster.kubectl(["apply", "-f", "deploy/admission-jobs-clamp/"]);
  expect(applied.code, applied.stderr).toBe(0);
  const namespace = `clamped-${kind.toLowerCase()}`;
  await world.namespace(namespace);
  await world.policy(namespace, {
    namespaceSelector: only(namespace),
    appliesTo: [kind],
    onJobClamp: "Clamp",
    rules: { backoffLimit: { max: 1 }, activeDeadlineSeconds: { default: 60 } },
    exemptions: [
      exemption({ namespace, name: "free", rules: ["backoffLimit"] }),
      exemption({ namespace, name: "over", until: metaTime(Date.now() - 1_000) }),
    ],
  });
  const create = async (name: string) => {
    const spec = { backoffLimit: 5, template: template() };
    const job = kind === "Job" ? spec : { schedule: "0 0 30 2 *", jobTemplate: { spec } };
    const manifest = { apiVersion: "batch/v1", kind, metadata: { name }, spec: job };
    const args = ["create", "--dry-run=server", "-o", "json", "-n", namespace, "-f", "-"];
    const { stdout, stderr } = await world.cluster.kubectl(args, { input: JSON.stringify(manifest) });
    const path = kind === "Job" ? "spec" : "spec.jobTemplate.spec";
    const text = (field: string) => new RegExp(`"${field}": (\\d+)`).exec(stdout)?.[1];
    return { path, stderr, limit: text("backoffLimit"), deadline: text("activeDeadlineSeconds") };
  };
  const bound = await eventually(
    () => create("bound"),
    ({ limit }) => limit === "1",
  );
  expect(bound.deadline).toBe("60");
  const over = await create("over");
  expect(over).toMatchObject({ limit: "1", deadline: "60" });
  expect(over.stderr).toContain(`${over.path}.backoffLimit is 5, and policy ${namespace} applies 1`);
  const free = await create("free");
  expect(free).toMatchObject({ limit: "5", deadline: "60" });
  expect(free.stderr).not.toContain("backoffLimit");
});

test("the operator exempts, tells of it, and holds the run that goes on to the rule once the exemption ends", async () => {
  await world.namespace("running");
  const until = metaTime(Date.now() + 15_000);
  await world.policy("running", {
    namespaceSelector: only("running"),
    rules: { parallelism: { max: 1 } },
    exemptions: [exemption({ namespace: "running", rules: ["parallelism"], until })],
  });
  await world.operator();
  const tasks = tasksIn(world, "running");
  await tasks.create("wide", { parallelism: 3, completions: 3, template: nowhere });
  const exempt = await tasks.until("wide", ({ status }) => status?.effective?.parallelism === 3);
  expect(exempt.status?.exemptions).toEqual([
    { policy: "running", rules: ["parallelism"], reason: "new registry", until },
  ]);
  expect(exempt.status?.adjustments).toBeUndefined();
  const policy = await eventually(
    () => world.client.get(POLICIES, { name: "running" }),
    (one) => one?.status?.exempted === 1,
  );
  expect(policy?.status?.conditions).toContainEqual(
    expect.objectContaining({ type: "Expiring", reason: "ExemptionEndsSoon" }),
  );
  const bound = await tasks.until("wide", ({ status }) => status?.effective?.parallelism === 1);
  expect(bound.status?.exemptions).toBeUndefined();
  expect(bound.status?.adjustments).toContainEqual(
    expect.objectContaining({ field: "parallelism", asked: "3", applied: "1", policy: "running" }),
  );
  expect((await tasks.job("wide"))?.spec?.parallelism).toBe(1);
  await eventually(
    () => world.client.get(POLICIES, { name: "running" }),
    (one) => one?.status?.conditions?.some(({ reason }) => reason === "ExemptionEnded") === true,
  );
}, 60_000);
