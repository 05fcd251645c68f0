import { dirname } from "node:path";
import { afterAll, beforeAll, expect, type TestContext, test } from "vitest";
import type { Cluster } from "../cluster/index.ts";
import type { Ran } from "../cluster/util/run.ts";
import { blocksOf, commandsOf, stepsOf } from "../support/pages.ts";
import { BUILD_MS, findTool, pathOf, type Tool } from "../tools/tool.ts";
import { startBareCluster } from "./support/cluster.ts";
import { startOperator } from "./support/world.ts";
import { follow } from "./tools/guide.ts";

const PLAIN = "docs/install/without-helm.md";
const HELM = "docs/install/helm.md";
const UNINSTALL = "docs/install/uninstall.md";
const LONGEST_MS = 5 * 60_000;

/** The pages on installing, one after another on a cluster that has nothing yet; the operator's pods are played. */
let cluster: Cluster;
let helm: Tool;
beforeAll(async () => {
  helm = await findTool("helm", process.env);
  cluster = await startBareCluster(`pages-${process.pid}`, 2);
}, BUILD_MS);
afterAll(() => cluster?.down());

const reader = () => ({ path: cluster.kubectlPath, kubeconfig: cluster.kubeconfig, namespace: "default" });
const well = async (commands: string[], around?: Parameters<typeof follow>[2]): Promise<string> => {
  const { code, stdout, stderr } = await follow(commands, reader(), around);
  expect(code, `${commands.join("")}${stdout}${stderr}`).toBe(0);
  return stdout;
};
const withHelm = (commands: string[], context: TestContext): Promise<Ran> =>
  follow(commands, reader(), { tools: [dirname(pathOf(helm, context))] });
/** Names of all that is ours. */
const traces = () =>
  well([
    "kubectl get crd,clusterrole,clusterrolebinding,validatingadmissionpolicy,namespace -o name | grep batchtask || true",
    "kubectl get lease --ignore-not-found -o name",
  ]);

test("from a checkout: a task runs, it is looked at, and nothing is left", {
  timeout: LONGEST_MS,
}, async () => {
  const stop = new AbortController();
  const [, ...checkout] = commandsOf("README.md", "Install it");
  const operator = follow(checkout, reader(), { signal: stop.signal });
  const ended = operator.catch(() => undefined);
  try {
    await well(["until kubectl get lease batchtask-operator; do sleep 0.2; done"]);
    expect(await well(commandsOf(PLAIN, "Try it"))).toMatch(/hello +Succeeded/);
    const looks = commandsOf("README.md", "When something is wrong").map((block) =>
      block.replaceAll("NAME", "hello"),
    );
    const seen = await well(looks);
    expect(seen).toMatch(/^hello +Succeeded[^]*^Name: +hello$[^]*^hello {2}Succeeded$/m);
    expect(seen).toMatch(/^ok +Operator: \S+ holds Lease/m);
    expect(seen).toMatch(/^ok +Tasks: 1 BatchTask, each looked at/m);
    expect(seen).toMatch(/^ok +Admission: /m);
  } finally {
    stop.abort();
    await ended;
  }
  await well(commandsOf(UNINSTALL, "After a try from a checkout"));
  expect(await traces()).toBe("");
});

test("without Helm: a task runs, and nothing is left", { timeout: LONGEST_MS }, async () => {
  await well(commandsOf(PLAIN, "Install without Helm"));
  const stop = await startOperator(cluster.kubeconfig, undefined);
  try {
    expect(await well(commandsOf(PLAIN, "Try it"))).toMatch(/hello +Succeeded/);
  } finally {
    await stop();
  }
  await well(commandsOf(UNINSTALL, "Without Helm, the operator alone"));
  expect(await well(["kubectl get batchtask hello -o jsonpath='{.status.phase}'"])).toBe("Succeeded");
  expect(await traces()).toMatch(/^(customresourcedefinition\S+\n|namespace\S+\n)+$/);
  await well(commandsOf(UNINSTALL, "Without Helm, all of it"));
  expect(await traces()).toBe("");
});

test("with kustomize: the image and the replicas of the page", { timeout: LONGEST_MS }, async () => {
  const overlay = blocksOf(PLAIN).find(({ language }) => language === "yaml")?.text ?? "";
  await well(commandsOf(PLAIN, "With kustomize"), { files: { "mine/kustomization.yaml": overlay } });
  const path = "{.items[*].spec.replicas} {.items[*].spec.template.spec.containers[*].image}";
  expect(await well([`kubectl get -n batchtask-system deployments -o jsonpath='${path}'`])).toMatch(
    /^3 registry\.example\.com\/batchtask-operator:\S+$/,
  );
  await well(commandsOf(UNINSTALL, "Without Helm, all of it"));
});

test("with Helm: for some namespaces it has rights in these alone", {
  timeout: LONGEST_MS,
}, async (context) => {
  await well([
    "kubectl apply -f crds/",
    "kubectl create namespace batchtask-system",
    "kubectl create namespace reports",
    "kubectl create namespace imports",
  ]);
  const { code, stderr } = await withHelm(commandsOf(HELM, "Some namespaces only"), context);
  expect(code, stderr).toBe(0);
  const get = (kind: string, path: string) =>
    well([`kubectl get ${kind} -A -l app.kubernetes.io/instance=batchtask-operator -o jsonpath='${path}'`]);
  expect(await get("clusterroles", "{.items}")).toBe("[]");
  const namespaces = await get("roles", "{.items[*].metadata.namespace}");
  expect(new Set(namespaces.split(" "))).toEqual(new Set(["batchtask-system", "imports", "reports"]));
});

test("with Helm: a misspelt value is refused", async (context) => {
  const [step] = stepsOf(HELM, "What you get");
  const { code, stderr } = await withHelm([step?.commands ?? ""], context);
  expect(code).not.toBe(0);
  expect(step?.output).toHaveLength(3);
  for (const line of step?.output ?? []) expect(stderr).toContain(line);
});
