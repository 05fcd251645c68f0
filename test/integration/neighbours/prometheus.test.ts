import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { BATCHTASKS } from "../../../src/api/resources.ts";
import { freePort } from "../../examples/free-port.ts";
import { BUILD_MS, findTool, pathOf, type Tool } from "../../tools/tool.ts";
import { readAlerts } from "../observability/expressions.ts";
import { eventually } from "../support/eventually.ts";
import { endPods } from "../support/pods.ts";
import { type OperatorProcess, startProcess } from "../support/process.ts";
import { createWorld, nowhere, type World } from "../support/world.ts";
import { type Alert, PLATFORM, type Prometheus, startPrometheus } from "./prometheus/server.ts";

/** A rule's minute is a second. */
const FACTOR = 60;

let tool: Tool;
let folder: string;
let port: number;
let world: World;
let operator: OperatorProcess;
let prometheus: Prometheus | undefined;
beforeAll(async () => {
  tool = await findTool("prometheus", process.env);
  folder = await mkdtemp(join(tmpdir(), "batchtask-prometheus-"));
  port = await freePort();
  world = await createWorld();
  operator = startOperator();
  if (!("path" in tool)) return;
  prometheus = await startPrometheus(tool.path, { folder, target: `127.0.0.1:${port}`, factor: FACTOR });
}, BUILD_MS);
afterAll(async () => {
  await prometheus?.stop();
  operator.child.kill("SIGKILL");
  await operator.exit;
  await world[Symbol.asyncDispose]();
  await rm(folder, { recursive: true });
});

/** The operator as it is installed, for the test's namespace alone. */
function startOperator(): OperatorProcess {
  const flags = [`--namespace=${world.namespace}`, "--leader-elect=false", `--http-port=${port}`];
  return startProcess([`--kubeconfig=${inject("kubeconfig")}`, ...flags], {});
}

/** The Prometheus that runs; without one the test is skipped. */
function scraper(context: Parameters<typeof pathOf>[1]): Prometheus {
  pathOf(tool, context);
  if (!prometheus) throw new Error("There is no Prometheus");
  return prometheus;
}

const firing = (alerts: readonly Alert[]) =>
  alerts.filter(({ state }) => state === "firing").map(({ labels }) => labels["alertname"]);

test("Prometheus evaluates every shipped rule, and none of them fires on an operator that is well", async (context) => {
  const server = scraper(context);
  const names = (await readAlerts()).map(({ alert }) => alert);
  const rules = await eventually(
    () => server.rules(),
    (all) => all.every(({ health }) => health !== "unknown"),
  );
  const healths = rules.map(({ name, health, lastError = "" }) => [name, health, lastError]);
  expect(new Map(healths.map(([name, ...rest]) => [name, rest]))).toEqual(
    new Map(names.map((name) => [name, ["ok", ""]])),
  );
  await eventually(
    () => server.alerts(),
    (alerts) => alerts.length === 0,
  );
});

test("a task fails: the alert fires; it is run again with success: the alert is gone", async (context) => {
  const server = scraper(context);
  const { metadata } = await world.createTask("nightly", { backoffLimit: 0, template: nowhere });
  const first = await world.until("nightly", ({ status }) => status?.run?.jobName !== undefined);
  await endPods(world, first.status?.run?.jobName ?? "", "Failed");
  const alerts = await eventually(
    () => server.alerts(),
    (all) => firing(all).length > 0,
  );
  expect(alerts).toEqual([
    {
      state: "firing",
      labels: { alertname: "BatchTaskFailed", severity: "info", namespace: PLATFORM, job: "batchtask" },
      annotations: {
        summary: "BatchTasks have failed.",
        description:
          "1 BatchTasks ended their latest run as Failed or Unknown. This clears as soon as each of them is run again with success, or deleted.",
        runbook_url: "docs/runbooks/BatchTaskFailed.md",
      },
    },
  ]);

  const rerun = { metadata: { annotations: { "batchtask.dev/rerun": "once more" } } };
  await world.client.mergePatch(BATCHTASKS, metadata, rerun);
  const second = await world.until("nightly", ({ status }) => status?.run?.number === 2);
  await endPods(world, second.status?.run?.jobName ?? "", "Succeeded");
  await world.until("nightly", ({ status }) => status?.phase === "Succeeded");
  await eventually(
    () => server.alerts(),
    (all) => all.length === 0,
  );
});

test("the operator ends: the alert fires; it is back: the alert is gone", async (context) => {
  const server = scraper(context);
  operator.child.kill("SIGKILL");
  await operator.exit;
  const alerts = await eventually(
    () => server.alerts(),
    (all) => firing(all).length > 0,
  );
  expect(firing(alerts)).toEqual(["BatchTaskOperatorDown"]);
  operator = startOperator();
  await eventually(
    () => server.alerts(),
    (all) => all.length === 0,
  );
});
