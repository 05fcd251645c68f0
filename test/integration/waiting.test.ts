import { dirname } from "node:path";
import { beforeAll, expect, inject, type TestContext, test } from "vitest";
import { commandsOf } from "../support/pages.ts";
import { BUILD_MS, findTool, pathOf, type Tool } from "../tools/tool.ts";
import { withOperator } from "./support/with-operator.ts";
import { NAMESPACES, type World } from "./support/world.ts";
import { CONFIG_MAPS, readCustomization, scripts } from "./tools/argocd.ts";
import { follow } from "./tools/guide.ts";
import { createHelm } from "./tools/helm.ts";
import { goesOn } from "../support/goes-on.ts";

const GUIDE = "docs/guides/gitops.md";
/** What Helm is given to wait. */
const TIMEOUT_MS = 100_000;
const HELM_MS = 1.5 * TIMEOUT_MS;

let world: World;
let helm: Tool;
withOperator((made) => {
  world = made;
});
beforeAll(async () => {
  helm = await findTool("helm", process.env);
}, BUILD_MS);

const kubectl = () => ({
  path: inject("kubectl"),
  kubeconfig: inject("kubeconfig"),
  namespace: world.namespace,
});
const newHelm = (context: TestContext) =>
  createHelm(pathOf(helm, context), inject("kubeconfig"), {
    namespace: world.namespace,
    timeoutMs: TIMEOUT_MS,
  });
const ended = async (name: string) => {
  const { status } = await world.task(name);
  return [status?.run?.number, status?.phase];
};

test("the guide's kubectl commands", async () => {
  const { code, stderr } = await follow(commandsOf(GUIDE, "kubectl"), kubectl());
  expect([code, stderr]).toEqual([0, ""]);
  expect(await ended("hello")).toEqual([2, "Succeeded"]);
});

test("the guide's command for Argo CD gives it the scripts of deploy/argocd", async () => {
  const metadata = { namespace: "argocd", name: "argocd-cm" };
  await world.client.create(NAMESPACES, { metadata: { name: "argocd" } });
  await world.client.create(CONFIG_MAPS, { metadata });
  const commands = [...commandsOf(GUIDE, "Argo CD"), ...commandsOf("deploy/argocd/README.md")];
  const { code, stderr } = await follow(commands, kubectl());
  expect([code, stderr]).toEqual([0, ""]);
  const patched = await world.client.get(CONFIG_MAPS, metadata);
  expect(readCustomization(patched?.data ?? {})).toEqual(await scripts());
});

test("the guide's Helm command", { timeout: HELM_MS }, async (context) => {
  const tools = [dirname(pathOf(helm, context))];
  const { code, stderr } = await follow(commandsOf(GUIDE, "Helm"), kubectl(), { tools });
  expect([code, stderr]).toEqual([0, ""]);
  expect(await ended("report")).toEqual([1, "Succeeded"]);
});

test("helm install --wait returns once the task has succeeded", { timeout: HELM_MS }, async (context) => {
  await using release = await newHelm(context);
  const { code, stderr } = await release.run("install", "good", { duration: "4s" }, ["--wait"]);
  expect([code, stderr]).toEqual([0, ""]);
  expect(await ended("good")).toEqual([1, "Succeeded"]);
});

test("helm install --wait=watcher fails as soon as the task has failed", {
  timeout: HELM_MS,
}, async (context) => {
  await using release = await newHelm(context);
  const started = performance.now();
  const { code, stderr } = await release.run("install", "bad", { outcome: "fail" }, ["--wait=watcher"]);
  expect(code).not.toBe(0);
  expect(stderr).toMatch(/BatchTask\/\S+\/bad not ready. status: Failed, message: ./);
  expect(performance.now() - started).toBeLessThan(TIMEOUT_MS / 2);
  expect(await ended("bad")).toEqual([1, "Failed"]);
});

test("helm upgrade --wait speaks of the edit, not of the run that went on before it", {
  timeout: HELM_MS,
}, async (context) => {
  await using release = await newHelm(context);
  await release.run("install", "mended", { outcome: "fail", duration: "8s" });
  await world.until("mended", ({ status }) => goesOn(status));
  const { code, stderr } = await release.run("upgrade", "mended", { outcome: "succeed" }, ["--wait"]);
  expect([code, stderr]).toEqual([0, ""]);
  expect(await ended("mended")).toEqual([2, "Succeeded"]);
});
