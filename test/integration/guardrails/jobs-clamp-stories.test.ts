import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import type { PolicySpec } from "../../../src/api/policy/policy.ts";
import type { PolicyRules } from "../../../src/api/policy/rules.ts";
import { ADJUSTED } from "../../../src/guardrails/admission/adjusted.ts";
import { template } from "../../support/guardrails/case.ts";
import { eventually } from "../support/eventually.ts";
import { only, type PolicyCluster, startPolicyCluster } from "./cluster.ts";
import { hasMutatingAdmission, needsMutatingAdmission } from "../support/kubernetes.ts";
import { installJobClamping, makeRaw, type RawJob } from "./jobs.ts";

let world: PolicyCluster;
needsMutatingAdmission();
beforeAll(async () => {
  if (!hasMutatingAdmission()) return;
  world = await startPolicyCluster("jobs-clamp-stories");
  await installJobClamping(world);
}, 120_000);
afterAll(() => world?.[Symbol.asyncDispose]());

const clamping = (rules: PolicyRules): PolicySpec => ({
  appliesTo: ["Job", "CronJob"],
  onJobClamp: "Clamp",
  rules,
});

const job = (namespace: string, spec: object = {}): RawJob => ({
  kind: "Job",
  namespace,
  name: "new",
  spec: { template: template(), suspend: true, ...spec },
});

const storedSchema = z.object({
  metadata: z.object({
    resourceVersion: z.string(),
    annotations: z.record(z.string(), z.string()).default({}),
  }),
  spec: z.record(z.string(), z.json()),
});

const annotationLines = ({ annotations }: { annotations: Record<string, string> }): string[] =>
  (annotations[ADJUSTED] ?? "").split("\n");

/** Applies it as somebody does, with what is told. */
async function apply(object: object, ...flags: string[]) {
  const input = JSON.stringify(object);
  const { code, stdout, stderr } = await world.cluster.kubectl(["apply", "-f", "-", "-o", "json", ...flags], {
    input,
  });
  if (code !== 0) throw new Error(stderr);
  const { metadata, spec } = storedSchema.parse(JSON.parse(stdout));
  return { version: metadata.resourceVersion, adjusted: metadata.annotations[ADJUSTED], spec, told: stderr };
}

const cronJob = (namespace: string, spec: object) => ({
  apiVersion: "batch/v1",
  kind: "CronJob",
  metadata: { namespace, name: "nightly" },
  spec: { schedule: "0 0 30 2 *", jobTemplate: { spec: { template: template(), ...spec } } },
});

test.each([["client-side", []] as const, ["server-side", ["--server-side"]] as const])(
  "the same CronJob applied again stays as it is and is told the same, until its author asks for other values: %s",
  { timeout: 60_000 },
  async (how, flags) => {
    const namespace = `again-${how}`;
    await world.namespace(namespace);
    await world.policy(namespace, {
      ...clamping({
        backoffLimit: { max: 3 },
        activeDeadlineSeconds: { default: 60 },
        resources: { limits: { cpu: { default: "500m" } } },
        labels: { inject: { cost: "batch" } },
        nodeSelector: { inject: { pool: "batch" } },
        annotations: { inject: { note: "for\na mesh" } },
        tolerations: { inject: [{ key: "batch", operator: "Exists" }] },
        imagePullSecrets: { inject: ["mirror"] },
        priorityClasses: { default: "low" },
        podSecurityContext: { default: { runAsUser: 1000, seccompProfile: { type: "RuntimeDefault" } } },
        containerSecurityContext: {
          default: { allowPrivilegeEscalation: false, capabilities: { drop: ["ALL"] } },
        },
        ignoreDisruptions: true,
      }),
      namespaceSelector: only(namespace),
    });
    const asked = cronJob(namespace, { backoffLimit: 9 });
    await eventually(
      () => makeRaw(world, job(namespace), false),
      ({ spec }) => spec["activeDeadlineSeconds"] === 60,
    );
    const first = await apply(asked, ...flags);
    const filled = Object.entries({
      "template.spec.containers[main].resources.limits.cpu": "500m",
      podFailurePolicy: "DisruptionTarget: Ignore",
      "template.metadata.labels[cost]": "batch",
      "template.spec.nodeSelector[pool]": "batch",
      "template.metadata.annotations[note]": "for a mesh",
      "template.spec.tolerations[batch]": "batch",
      "template.spec.imagePullSecrets[mirror]": "mirror",
      "template.spec.priorityClassName": "low",
      "template.spec.securityContext.runAsUser": "1000",
      "template.spec.securityContext.seccompProfile.type": "RuntimeDefault",
      "template.spec.containers[main].securityContext.allowPrivilegeEscalation": "false",
      "template.spec.containers[main].securityContext.capabilities.drop": "ALL",
    }).map(([field, value]) => `policy ${namespace} fills in ${value} for spec.jobTemplate.spec.${field}`);
    const lines = [
      ...filled,
      `policy ${namespace} fills in 60 for spec.jobTemplate.spec.activeDeadlineSeconds`,
      `spec.jobTemplate.spec.backoffLimit is 9, and policy ${namespace} applies 3`,
    ].toSorted();
    expect(first.adjusted?.split("\n")).toEqual(lines);
    for (const line of lines) expect(first.told).toContain(line);
    // The first apply of all may still add what kubectl keeps for itself.
    const second = await apply(asked, ...flags);
    expect(await apply(asked, ...flags)).toEqual(second);
    expect(second).toMatchObject({ adjusted: first.adjusted, spec: first.spec });
    for (const line of lines) expect(second.told).toContain(line);

    const everyTaint = { operator: "Exists", effect: "NoExecute" };
    const other = {
      template: template({}, { tolerations: [everyTaint] }),
      backoffLimit: 2,
      activeDeadlineSeconds: 9,
    };
    const mended = await apply(cronJob(namespace, other), ...flags);
    expect(mended.adjusted?.split("\n")).toEqual(filled.toSorted());
    expect(mended.told).not.toContain("backoffLimit");
    expect(mended.spec["jobTemplate"]).toMatchObject({ spec: { backoffLimit: 2, activeDeadlineSeconds: 9 } });
  },
);

test("several policies: the tightest bound, and of two defaults the lower one", async () => {
  await world.namespace("several");
  const selected = { namespaceSelector: only("several") };
  const wide = { activeDeadlineSeconds: { default: 900 }, backoffLimit: { max: 5 } };
  const tight = { activeDeadlineSeconds: { default: 300 }, backoffLimit: { max: 2 } };
  await world.policy("wide", { ...clamping(wide), ...selected });
  await world.policy("tight", { ...clamping(tight), ...selected });
  const made = () => makeRaw(world, job("several", { backoffLimit: 9 }), false);
  await eventually(made, ({ spec }) => spec["activeDeadlineSeconds"] === 300 && spec["backoffLimit"] === 2);
  // The API server asks policies in the order of a hash map.
  for (let time = 0; time < 20; time += 1) {
    const { spec, ...others } = await made();
    expect(spec).toMatchObject({ activeDeadlineSeconds: 300, backoffLimit: 2 });
    const filled = annotationLines(others).filter((line) => line.includes(" fills in "));
    expect(filled).toEqual(["policy tight fills in 300 for spec.activeDeadlineSeconds"]);
  }
});

test("several policies: what each injects is there and told, also where one name says as much as another", async () => {
  await world.namespace("injecting");
  const tolerating = (key: string) =>
    clamping({ tolerations: { inject: [{ key, effect: "NoExecute", tolerationSeconds: 60 }] } });
  for (const key of ["spot", "gpu"])
    await world.policy(`inject-${key}`, { ...tolerating(key), namespaceSelector: only("injecting") });
  const lines = ["gpu", "spot"].map(
    (key) =>
      `policy inject-${key} fills in ${key}=:NoExecute for 60s for spec.template.spec.tolerations[${key}:NoExecute]`,
  );
  const made = await eventually(
    () => makeRaw(world, job("injecting"), false),
    ({ annotations }) => ["gpu", "spot"].every((key) => annotations[ADJUSTED]?.includes(key) === true),
  );
  expect(annotationLines(made)).toEqual(lines);
  expect(JSON.stringify(made.spec["template"]).match(/"tolerationSeconds":60/g)).toHaveLength(2);
});

test("a Job of many containers costs no more than CEL may: what stands in the same patch is filled in, too", async () => {
  await world.namespace("many");
  const strict = {
    allowPrivilegeEscalation: false as const,
    readOnlyRootFilesystem: true as const,
    runAsNonRoot: true as const,
    capabilities: { drop: ["NET_RAW", "CHOWN", "SETUID"] },
  };
  await world.policy("many", {
    ...clamping({
      podSecurityContext: { default: { runAsUser: 1000 } },
      containerSecurityContext: { default: strict },
      tolerations: { inject: [{ key: "batch", operator: "Exists" }] },
    }),
    namespaceSelector: only("many"),
  });
  const containers = Array.from({ length: 100 }, (_, index) => ({
    name: `c-${index}`,
    image: "busybox:1.36",
    securityContext: { capabilities: { add: ["CAP_CHOWN"] } },
  }));
  const spec = { template: { spec: { restartPolicy: "Never", containers } } };
  const made = await eventually(
    () => makeRaw(world, job("many", spec), false),
    ({ annotations }) => annotations[ADJUSTED] !== undefined,
  );
  const securityContext = {
    ...strict,
    capabilities: { add: ["CAP_CHOWN"], drop: ["NET_RAW", "SETUID"] },
  };
  expect(made.spec["template"]).toMatchObject({
    spec: {
      securityContext: { runAsUser: 1000 },
      tolerations: [{ key: "batch", operator: "Exists" }],
      containers: containers.map(({ name }) => ({ name, securityContext })),
    },
  });
  expect(annotationLines(made)).toContain("policy many changes 390 more: containerSecurityContext");
});

test("what controllers make and what is the cluster's own is left alone", async () => {
  await world.namespace("made");
  await world.policy("everywhere", clamping({ ttlSecondsAfterFinished: { default: 77 } }));
  await eventually(
    () => makeRaw(world, job("made"), false),
    ({ spec }) => spec["ttlSecondsAfterFinished"] === 77,
  );
  const system = await makeRaw(world, job("kube-system"), false);
  expect(system).toMatchObject({ denied: [], warned: [], annotations: {} });
  expect(system.spec).not.toHaveProperty("ttlSecondsAfterFinished");

  const { spec } = job("made");
  const manifest = { apiVersion: "batch/v1", kind: "Job", metadata: { namespace: "made", name: "by" }, spec };
  const controller = "system:serviceaccount:kube-system:cronjob-controller";
  const { spec: byController, told } = await apply(
    { ...manifest, metadata: { ...manifest.metadata, name: "by-controller" } },
    `--as=${controller}`,
    "--as-group=system:serviceaccounts:kube-system",
    "--as-group=system:masters",
  );
  expect(byController).not.toHaveProperty("ttlSecondsAfterFinished");
  expect(told).toBe("");
  await world.client.raw("DELETE", "/apis/batchtask.dev/v1alpha1/batchtaskpolicies/everywhere");
});

test("lines that somebody brings along say nothing", async () => {
  await world.namespace("brought");
  await world.policy("brought", {
    ...clamping({ activeDeadlineSeconds: { max: 60 } }),
    namespaceSelector: only("brought"),
  });
  await eventually(
    () => makeRaw(world, job("brought"), false),
    ({ spec }) => spec["activeDeadlineSeconds"] === 60,
  );
  const annotations = { [ADJUSTED]: "spec.backoffLimit is 1, and policy brought applies 99" };
  const { adjusted, told } = await apply({
    apiVersion: "batch/v1",
    kind: "Job",
    metadata: { namespace: "brought", name: "spoofed", annotations },
    spec: { ...job("brought").spec, activeDeadlineSeconds: 30 },
  });
  expect({ adjusted, told }).toEqual({ adjusted: undefined, told: "" });
});
