import { randomUUID } from "node:crypto";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, inject, test, type TestContext } from "vitest";
import { readPackage } from "../../../deploy/image/labels.ts";
import { runOrThrow, run } from "../../cluster/util/run.ts";
import { BUILD_MS, findTool, pathOf, type Tool } from "../../tools/tool.ts";
import { combinations } from "./combinations.ts";
import { CHART, ChartHelm, type Rendered, type Values } from "./helm.ts";
import { granted } from "./rights.ts";

const id = randomUUID().slice(0, 8);
const NAMESPACE = `chart-${id}`;
const WATCHED = [`watched-a-${id}`, `watched-b-${id}`];
const MONITORING = join(import.meta.dirname, "../fixtures/chart/monitoring.yaml");
const KNOWN = ["batchtask.dev/v1alpha1/BatchTaskPolicy"];
let tool: Tool;

const kubectl = (...args: string[]) => [inject("kubectl"), "--kubeconfig", inject("kubeconfig"), ...args];
const environment = process.env;
const apply = (objects: readonly Rendered[], ...flags: string[]) =>
  run(kubectl("apply", "--server-side", "--force-conflicts", "--field-manager=chart", ...flags, "-f", "-"), {
    environment,
    input: JSON.stringify({ apiVersion: "v1", kind: "List", items: objects }),
  });
const open = (context: TestContext) => ChartHelm.open(pathOf(tool, context));

beforeAll(async () => {
  tool = await findTool("helm", process.env);
  for (const name of [NAMESPACE, ...WATCHED])
    await runOrThrow(kubectl("create", "namespace", name), { environment });
  const restricted = ["enforce", "warn"].map((mode) => `pod-security.kubernetes.io/${mode}=restricted`);
  await runOrThrow(kubectl("label", "namespace", NAMESPACE, ...restricted), { environment });
  await runOrThrow(kubectl("apply", "--server-side", "-f", MONITORING), { environment });
  await runOrThrow(kubectl("wait", "--for=condition=Established", "--timeout=30s", "-f", MONITORING), {
    environment,
  });
}, BUILD_MS);

afterAll(async () => {
  await runOrThrow(kubectl("delete", "--wait=false", "namespace", NAMESPACE, ...WATCHED), { environment });
  await runOrThrow(kubectl("delete", "-f", MONITORING), { environment });
});

test("helm lint --strict has nothing to say", async (context) => {
  await using helm = await open(context);
  const { code, stdout, stderr } = await helm.run(["lint", "--strict", CHART]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  expect(stdout).toContain("0 chart(s) failed");
  expect(stdout).not.toContain("WARNING");
});

describe.each(Object.entries(combinations(WATCHED)))("%s", (_name, values) => {
  test("the API server takes every object, under Pod Security restricted, without a warning", async (context) => {
    await using helm = await open(context);
    const objects = await helm.objects({ values, namespace: NAMESPACE, apiVersions: KNOWN });
    // A pod's ServiceAccount is looked up even where nothing is stored.
    await apply(objects.filter(({ kind }) => kind === "ServiceAccount"));
    const { code, stdout, stderr } = await apply(objects, "--dry-run=server", "--validate=strict");
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout.trim().split("\n")).toHaveLength(objects.length);
  });
});

const identity = ({ kind, metadata }: Rendered) => `${kind} ${metadata.namespace ?? ""}/${metadata.name}`;

test("no two objects have one name, and all are in the release's namespace or a watched one", async (context) => {
  await using helm = await open(context);
  for (const values of Object.values(combinations(WATCHED))) {
    const objects = await helm.objects({ values, namespace: NAMESPACE, apiVersions: KNOWN });
    const names = objects.map(identity);
    expect(names).toEqual([...new Set(names)]);
    for (const { metadata } of objects)
      expect([undefined, NAMESPACE, ...WATCHED]).toContain(metadata.namespace);
  }
});

test("with watchNamespaces and Roles alone nothing is rendered that needs a right to the cluster", async (context) => {
  await using helm = await open(context);
  const values = combinations(WATCHED)["some namespaces, with Roles alone"] ?? {};
  const objects = await helm.objects({ values, namespace: NAMESPACE });
  expect(objects.filter(({ metadata }) => metadata.namespace === undefined).map(identity)).toEqual([]);
  expect(objects.filter(({ kind }) => kind === "Role").map(({ metadata }) => metadata.namespace)).toEqual(
    expect.arrayContaining([...WATCHED, NAMESPACE]),
  );
});

test("no admission object for Jobs but the fence, unless it is asked for", async (context) => {
  await using helm = await open(context);
  const names = async (values: Values) =>
    (await helm.objects({ values }))
      .filter(({ kind }) => kind === "ValidatingAdmissionPolicy")
      .map(({ metadata }) => metadata.name)
      .filter((name) => name.includes("jobs"));
  expect(await names({})).toEqual([]);
  expect(await names({ admission: { jobs: true } })).toEqual([
    "batchtask-policy-jobs.batchtask.dev",
    "batchtask-policy-jobs-warnings.batchtask.dev",
  ]);
});

test("CronJobs may be listed where Jobs of other tools are judged, by an operator of all namespaces", async (context) => {
  await using helm = await open(context);
  const mayList = async (values: Values) => {
    const roles = (await helm.objects({ values })).filter(({ kind }) => kind.endsWith("Role"));
    return granted(roles).filter((right) => right.includes("cronjobs"));
  };
  const admission = { jobs: true };
  expect(await mayList({})).toEqual([]);
  expect(await mayList({ admission })).toEqual(["list cronjobs.batch"]);
  expect(await mayList({ admission, rbac: { create: false } })).toEqual([]);
  expect(await mayList({ admission, watchNamespaces: ["a"] })).toEqual([]);
});

test("metrics by namespace are asked for by a flag, and only where the value does", async (context) => {
  await using helm = await open(context);
  const flag = async (byNamespace: number) => {
    const { stdout } = await helm.template({ values: { metrics: { byNamespace } } });
    return /--metrics-by-namespace=\S+/.exec(stdout)?.[0];
  };
  expect(await flag(1000)).toBe("--metrics-by-namespace=1000");
  expect(await flag(0)).toBeUndefined();
});

test("Jobs are clamped where the server can, and where it is asked for", async (context) => {
  await using helm = await open(context);
  const clamping = async (jobs: boolean, apiVersions: string[]) =>
    (await helm.objects({ values: { admission: { jobs } }, apiVersions })).filter(({ kind }) =>
      kind.startsWith("MutatingAdmissionPolicy"),
    ).length;
  const able = ["admissionregistration.k8s.io/v1/MutatingAdmissionPolicy"];
  expect(await clamping(true, able)).toBe(2);
  expect(await clamping(true, [])).toBe(0);
  expect(await clamping(false, able)).toBe(0);
});

test("CRDs stay at uninstall unless told otherwise", async (context) => {
  await using helm = await open(context);
  const policies = async (keep: boolean) =>
    (await helm.objects({ values: { crds: { keep } } }))
      .filter(({ kind }) => kind === "CustomResourceDefinition")
      .map(({ metadata }) => metadata.annotations?.["helm.sh/resource-policy"]);
  expect(await policies(true)).toEqual(["keep", "keep"]);
  expect(await policies(false)).toEqual([undefined, undefined]);
});

test("a digest goes before a tag, and the chart's version is the image's", async (context) => {
  await using helm = await open(context);
  const image = async (values: object) => {
    const { stdout } = await helm.template({ values: { image: { repository: "r", ...values } } });
    return /image: (r\S+)/.exec(stdout)?.[1];
  };
  expect(await image({})).toBe(`r:${readPackage(".").version}`);
  expect(await image({ tag: "next" })).toBe("r:next");
  expect(await image({ tag: "next", digest: `sha256:${"a".repeat(64)}` })).toBe(`r@sha256:${"a".repeat(64)}`);
});

test.for([
  [{ leaderElection: { enabled: false } }, "Set replicas to 1, or leaderElection.enabled to true"],
  [
    { watchNamespaces: ["a"], policy: { baseline: { name: "house", rules: { backoffLimit: { max: 1 } } } } },
    "Set rbac.readPolicies=true, or leave policy.baseline.rules empty",
  ],
  [
    { policy: { baseline: { appliesTo: ["Job"], rules: { backoffLimit: { max: 1 } } } } },
    "set admission.jobs=true, or leave appliesTo as it is",
  ],
  [{ serviceAccount: { create: false } }, "name the ServiceAccount that exists"],
  [
    { metrics: { serviceMonitor: { enabled: true }, service: { enabled: false } } },
    "Set metrics.service.enabled to true, or use metrics.podMonitor",
  ],
] as const)("%j can't work, and the error says what to do", async ([values, fix], context) => {
  await using helm = await open(context);
  const { code, stderr } = await helm.template({ values });
  expect(code).toBe(1);
  expect(stderr).toContain(fix);
});
