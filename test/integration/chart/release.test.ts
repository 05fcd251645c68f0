import { afterAll, beforeAll, expect, test } from "vitest";
import { fromKubeconfig } from "../../../src/kube/access/kubeconfig.ts";
import { systemClock } from "../../../src/kube/clock.ts";
import { JOBS, POLICIES } from "../../../src/api/resources.ts";
import type { Cluster } from "../../cluster/index.ts";
import { runOrThrow } from "../../cluster/util/run.ts";
import { BUILD_MS, findTool } from "../../tools/tool.ts";
import { startBareCluster } from "../support/cluster.ts";
import { eventually } from "../support/eventually.ts";
import { recordingProxy } from "../support/recording-proxy.ts";
import { createWorld, newTask, nowhere, runOperator, type World } from "../support/world.ts";
import { CHART, ChartHelm, type Values } from "./helm.ts";
import { granted, needed } from "./rights.ts";

const NAMESPACE = "batchtask-system";
const RELEASE = "batchtask-operator";
const VALUES = { policy: { baseline: { rules: { backoffLimit: { max: 6 } } } } };
const environment = process.env;

const tool = await findTool("helm", process.env);
let cluster: Cluster;
let helm: ChartHelm;

/** Pods of this cluster are played: what counts here is what Helm and the API server make of the chart. */
async function release(command: "install" | "upgrade", values: Values): Promise<void> {
  const create = command === "install" ? ["--create-namespace"] : [];
  const where = ["--kubeconfig", cluster.kubeconfig, "--namespace", NAMESPACE, ...create];
  const ran = await helm.run(
    [
      command,
      RELEASE,
      CHART,
      ...where,
      "--wait",
      "--timeout=60s",
      ...(command === "upgrade" ? ["--reset-values"] : []),
    ],
    values,
  );
  if (ran.code !== 0) throw new Error(ran.stderr);
}

async function uninstall(): Promise<void> {
  const where = ["--kubeconfig", cluster.kubeconfig, "--namespace", NAMESPACE];
  expect(await helm.run(["uninstall", RELEASE, ...where, "--wait"])).toMatchObject({ code: 0 });
}

const kubectl = async (...args: string[]): Promise<string> => {
  const argv = [cluster.kubectlPath, "--kubeconfig", cluster.kubeconfig, ...args];
  return (await runOrThrow(argv, { environment })).stdout.trim();
};

/** The operator as a replica of the release: with its ServiceAccount's token, and no other right. */
async function startAsReplica(namespaces: string[] | undefined) {
  const admin = await fromKubeconfig({ path: cluster.kubeconfig, clock: systemClock });
  const token = await kubectl("create", "token", RELEASE, "--namespace", NAMESPACE);
  const { ca } = (await admin.credentials()).tls;
  const proxy = await recordingProxy({
    ...admin,
    credentials: async () => ({ tls: { ca }, authorization: `Bearer ${token}` }),
  });
  const lease = { leaderElect: true, leaseNamespace: NAMESPACE, leaseName: RELEASE };
  const stop = await runOperator(proxy.access, { namespaces, workers: 4, shutdownSeconds: 5, ...lease });
  return {
    proxy,
    async [Symbol.asyncDispose]() {
      await stop();
      await proxy[Symbol.asyncDispose]();
    },
  };
}

/** What makes the operator do each thing that it can do. */
async function exercise(world: World): Promise<void> {
  await world.createTask("succeeds", { runs: { deleteAfterSeconds: 1 } });
  const fails = { metadata: { annotations: { "kwok.batchtask.dev/outcome": "fail" } } };
  const { template } = newTask("", "").spec;
  await world.createTask("fails", { backoffLimit: 0, template: { ...template, ...fails } });
  await world.createTask("edited", { template: nowhere, parallelism: 1, completions: 4 });
  await world.createTask("lost", { template: nowhere });
  const running = (name: string) => world.until(name, ({ status }) => status?.run?.jobUID !== undefined);
  await running("edited");
  for (const suspend of [true, false, true]) {
    await world.edit("edited", { suspend });
    await world.until("edited", ({ status }) => (status?.phase === "Suspended") === suspend);
  }
  const container = { name: "main", image: "busybox:1.36", env: [{ name: "EDITED", value: "1" }] };
  const spec = { ...nowhere.spec, containers: [container] };
  await world.edit("edited", { suspend: false, runs: { onChange: "Immediately" }, template: { spec } });
  await world.until("edited", ({ status }) => (status?.run?.number ?? 0) > 1);
  const { status } = await running("lost");
  const ref = { namespace: world.namespace, name: status?.run?.jobName ?? "" };
  const finalizers = { metadata: { finalizers: null } };
  await world.client.delete(JOBS, ref, { uid: status?.run?.jobUID ?? "", propagationPolicy: "Background" });
  await world.client.mergePatch(JOBS, ref, finalizers).catch(() => undefined);
  await world.until("lost", (task) => task.status?.phase === "Unknown");
  await world.until("fails", (task) => task.status?.phase === "Failed");
  await eventually(
    () => world.task("succeeds").catch(() => undefined),
    (task) => task === undefined,
  );
}

beforeAll(async () => {
  if (!("path" in tool)) return;
  helm = await ChartHelm.open(tool.path);
  cluster = await startBareCluster(`chart-${process.pid}`, 2);
}, BUILD_MS);

afterAll(async () => {
  if (!("path" in tool)) return;
  await helm[Symbol.asyncDispose]();
  await cluster.down();
});

test.skipIf("missing" in tool)("a release with a policy installs on a cluster without the CRDs", async () => {
  await release("install", VALUES);
  expect(await kubectl("get", "btp", "platform", "-o", "jsonpath={.spec.rules.backoffLimit.max}")).toBe("6");
});

test.skipIf("missing" in tool)("an upgrade takes the policy over as it is, and changes it", async () => {
  const uid = () => kubectl("get", "btp", "platform", "-o", "jsonpath={.metadata.uid}");
  const before = await uid();
  await release("upgrade", { policy: { baseline: { rules: { backoffLimit: { max: 5 } } } } });
  expect(await uid()).toBe(before);
  expect(await kubectl("get", "btp", "platform", "-o", "jsonpath={.spec.rules.backoffLimit.max}")).toBe("5");
  await release("upgrade", {});
  expect(await kubectl("get", "btp", "-o", "name")).toBe("");
});

/** Granted, and not needed here. */
const NOT_CALLED = [
  // Judged by an admission plugin, not called.
  "update batchtasks.batchtask.dev/finalizers",
  // Where the API server does not stream lists (Kubernetes before 1.32, or with WatchList off).
  "list batchtasks.batchtask.dev",
  "list jobs.batch",
  // Where the Job controller leaves a suspended Job its start (Kubernetes before 1.36).
  "patch jobs.batch/status",
  // An event that is told again within six minutes.
  "patch events",
];

test.skipIf("missing" in tool)(
  "the operator uses every right of its roles, and needs no other",
  async () => {
    await using world = await createWorld(cluster.kubeconfig);
    await using replica = await startAsReplica(undefined);
    const selector = { matchLabels: { "kubernetes.io/metadata.name": world.namespace } };
    const spec = { mode: "Enforce", rules: {}, namespaceSelector: selector };
    const policy = { metadata: { name: "counted" }, spec };
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the API server adds the rest
    await world.client.create(POLICIES, policy as never);
    await exercise(world);
    await eventually(
      async () => needed(replica.proxy.calls),
      (rights) => rights.includes("update batchtaskpolicies.batchtask.dev/status"),
    );
    const roles = (await helm.objects({ release: RELEASE, namespace: NAMESPACE })).filter(
      ({ kind, metadata }) =>
        ["Role", "ClusterRole"].includes(kind) &&
        [`${RELEASE}-${NAMESPACE}`, `${RELEASE}-leader`].includes(metadata.name),
    );
    expect(roles).toHaveLength(2);
    const used = [...needed(replica.proxy.calls), ...NOT_CALLED];
    expect([...new Set(used)].toSorted()).toEqual(granted(roles));
    await kubectl("delete", "btp", "counted");
  },
  120_000,
);

test.skipIf("missing" in tool)(
  "with Roles alone it runs tasks of the watched namespaces, and of no other",
  async () => {
    await using one = await createWorld(cluster.kubeconfig);
    await using two = await createWorld(cluster.kubeconfig);
    await using other = await createWorld(cluster.kubeconfig);
    const watchNamespaces = [one.namespace, two.namespace];
    await release("upgrade", { watchNamespaces });
    const clusterRole = kubectl("get", "clusterrole", `${RELEASE}-${NAMESPACE}`);
    await expect(clusterRole).rejects.toThrow("not found");
    await using _replica = await startAsReplica(watchNamespaces);
    for (const world of [one, two, other]) await world.createTask("hello");
    for (const world of [one, two]) await world.until("hello", ({ status }) => status?.phase === "Succeeded");
    expect((await other.task("hello")).status?.phase).toBeUndefined();
    expect(await other.jobs()).toEqual([]);
    await release("upgrade", {});
  },
  120_000,
);

test.skipIf("missing" in tool)(
  "uninstall leaves tasks and CRDs; the next install takes them over",
  async () => {
    await using world = await createWorld(cluster.kubeconfig);
    const { metadata } = await world.createTask("stays");
    await uninstall();
    expect(
      await kubectl(
        "get",
        "deployments,roles,clusterroles,validatingadmissionpolicies",
        "-A",
        "-o",
        "name",
        "-l",
        `app.kubernetes.io/instance=${RELEASE}`,
      ),
    ).toBe("");
    expect((await world.task("stays")).metadata.uid).toBe(metadata.uid);
    await release("install", VALUES);
    expect((await world.task("stays")).metadata.uid).toBe(metadata.uid);
    await uninstall();
    expect(await kubectl("get", "btp", "-o", "name")).toBe("");
  },
  120_000,
);
