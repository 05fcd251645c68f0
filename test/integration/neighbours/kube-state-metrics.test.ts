import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import type { BatchTask } from "../../../src/api/batchtask.ts";
import type { BatchTaskPolicy } from "../../../src/api/policy/policy.ts";
import { POLICIES } from "../../../src/api/resources.ts";
import { type KubectlOptions } from "../../cluster/cluster.ts";
import { run } from "../../cluster/util/run.ts";
import { BUILD_MS, findTool, pathOf, type Tool } from "../../tools/tool.ts";
import { only } from "../guardrails/cluster.ts";
import { eventually } from "../support/eventually.ts";
import { createWorld, type World } from "../support/world.ts";
import { makeStates, release } from "../tools/states.ts";
import { type Exporter, startExporter } from "./kube-state-metrics/exporter.ts";
import { policySeriesOf, seriesOf, sorted } from "./kube-state-metrics/series.ts";

let tool: Tool;
let world: World;
let folder: string;
let exporter: Exporter;
let tasks: BatchTask[];
let policy: BatchTaskPolicy;
beforeAll(async () => {
  tool = await findTool("kube-state-metrics", process.env);
  if (!("path" in tool)) return;
  world = await createWorld();
  tasks = [...(await makeStates(world)).values()];
  policy = await policyWithCounts();
  folder = await mkdtemp(join(tmpdir(), "batchtask-kube-state-metrics-"));
  exporter = await startExporter(
    tool.path,
    { kubectl, kubeconfig: inject("kubeconfig") },
    { namespace: world.namespace, folder },
  );
}, BUILD_MS);
afterAll(async () => {
  if (!("path" in tool)) return;
  await exporter.process.stop();
  await release(world);
  await world.client.raw("DELETE", `/apis/batchtask.dev/v1alpha1/batchtaskpolicies/${policy.metadata.name}`);
  await world[Symbol.asyncDispose]();
  await rm(folder, { recursive: true });
});

function kubectl(args: readonly string[], { input = "" }: KubectlOptions = {}) {
  const all = [inject("kubectl"), "--kubeconfig", inject("kubeconfig"), ...args];
  return run(all, { environment: process.env, input });
}

/** As the operator of a whole cluster counts. */
async function policyWithCounts(): Promise<BatchTaskPolicy> {
  const { client, namespace } = world;
  const name = `counted-${namespace}`;
  const spec = { namespaceSelector: only(namespace), rules: {} };
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the API server fills in the rest of metadata
  await client.create(POLICIES, { metadata: { name }, spec } as BatchTaskPolicy);
  const status = { observedGeneration: 1, namespaces: 1, matched: 24, adjusted: 3, rejected: 1 };
  return await client.mergePatch(POLICIES, { name }, { status }, { subresource: "status" });
}

test("each task has the series that the configuration names, with the task's own values", async (context) => {
  pathOf(tool, context);
  const wanted = sorted(tasks.flatMap(seriesOf));
  const found = async () =>
    sorted((await exporter.scrape()).filter(({ labels }) => labels["namespace"] === world.namespace));
  await eventually(found, (all) => all.length >= wanted.length);
  expect(await found()).toEqual(wanted);
});

test("a policy has its counts", async (context) => {
  pathOf(tool, context);
  const samples = await exporter.scrape();
  const own = samples.filter(({ labels }) => labels["policy"] === policy.metadata.name);
  expect(sorted(own)).toEqual(sorted(policySeriesOf(policy)));
});

test("what a task does not have is no error in the log", async (context) => {
  pathOf(tool, context);
  const { errors, log } = exporter.process;
  expect((errors() + log()).split("\n").filter((line) => /^E\d{4} |level=ERROR/.test(line))).toEqual([]);
});
