import { afterAll, beforeAll, expect, test } from "vitest";
import type { BatchTask } from "../../../src/api/batchtask.ts";
import { readyOf } from "../../../src/api/condition.ts";
import { BATCHTASKS, JOBS } from "../../../src/api/resources.ts";
import type { OperatorProcess } from "../../bench/measure/process.ts";
import { goesOn } from "../../support/goes-on.ts";
import { type AuditEntry, readAuditLog } from "../../cluster/index.ts";
import { BUILD_MS, findTool, pathOf, type Tool } from "../../tools/tool.ts";
import { runCli } from "../../unit/cli/support/run-cli.ts";
import { type PolicyCluster, startPolicyCluster } from "../guardrails/cluster.ts";
import { eventually } from "../support/eventually.ts";
import { rawJobsRole } from "./kueue/fence.ts";
import { apply, KUEUE, startKueue } from "./kueue/manager.ts";
import { POOL, QUEUE, queueObjects, URGENT, usageOf } from "./kueue/queue.ts";
import { endPods, queuedTask, runningPods, tasksOf } from "./kueue/tasks.ts";

const NAMESPACE = "queue";
const NAMES = ["one", "two", "three", "four", "five"];
const QUIET_MS = 3_000;

let tool: Tool;
let world: PolicyCluster | undefined;
let manager: OperatorProcess | undefined;
beforeAll(async () => {
  tool = await findTool("kueue", process.env);
  if (!("path" in tool)) return;
  world = await startPolicyCluster("kueue", { kwok: 2, audit: true });
  const { cluster } = world;
  await cluster.kubectl([
    "label",
    "node",
    "kwok-1",
    ...Object.entries(POOL).map(([key, value]) => `${key}=${value}`),
  ]);
  await world.installAdmission();
  // Where raw Jobs are fenced off, as the guide on guardrails says it.
  await world.namespace(NAMESPACE, { "batchtask.dev/raw-jobs": "deny" });
  manager = await startKueue(cluster, tool.path, process.env);
  await apply(cluster, [...queueObjects(NAMESPACE), ...(await rawJobsRole(KUEUE))]);
  await world.operator();
}, BUILD_MS);
afterAll(async () => {
  await manager?.stop();
  await world?.[Symbol.asyncDispose]();
});

/** The cluster with Kueue; without one the test is skipped. */
function stage(context: Parameters<typeof pathOf>[1]): PolicyCluster {
  pathOf(tool, context);
  if (!world) throw new Error("There is no cluster");
  return world;
}

const phasesOf = (tasks: readonly BatchTask[], phase: string) =>
  tasks.filter(({ status }) => status?.phase === phase).map(({ metadata }) => metadata.name);
const running = (tasks: readonly BatchTask[]) =>
  tasks.filter(({ status }) => goesOn(status)).map(({ metadata }) => metadata.name);

async function explain({ cluster }: PolicyCluster, name: string): Promise<string> {
  const { stdout, stderr, exitCode } = await runCli(
    ["explain", name, "--kubeconfig", cluster.kubeconfig, "-n", NAMESPACE],
    { colour: false },
  );
  expect([exitCode, stderr]).toEqual([0, ""]);
  return stdout;
}

const WRITES = new Set(["create", "update", "patch", "delete"]);

/** Who wrote Jobs, without their status, and tasks since then. */
async function writesSince(path: string, since: number): Promise<AuditEntry[]> {
  return (await readAuditLog(path)).filter(
    ({ at, verb, resource, namespace, status }) =>
      at >= since &&
      WRITES.has(verb) &&
      ["jobs", "batchtasks"].includes(resource) &&
      namespace === NAMESPACE &&
      status < 300,
  );
}
const auditLog = ({ cluster }: PolicyCluster): string => cluster.has.auditLog ?? "";

/** Until nobody has written for a while: who fights over an object never comes to rest. */
async function comesToRest(world: PolicyCluster): Promise<void> {
  const begin = Date.now();
  await eventually(
    async () => {
      const since = Date.now() - QUIET_MS;
      return since < begin ? undefined : await writesSince(auditLog(world), since);
    },
    (writes) => writes?.length === 0,
  );
}
const started = new Map<string, string | undefined>();

test("two of five tasks start, on the queue's nodes, and three wait", async (context) => {
  const world = stage(context);
  for (const name of NAMES) await world.client.create(BATCHTASKS, queuedTask(NAMESPACE, name));
  const tasks = await eventually(
    () => tasksOf(world, NAMESPACE),
    (all) => running(all).length === 2 && phasesOf(all, "Queued").length === 3,
  );
  for (const { metadata, status } of tasks) started.set(metadata.name, status?.run?.jobUID);
  const pods = await eventually(
    () => runningPods(world, NAMESPACE),
    (all) => all.length === 2,
  );
  expect(pods.map(({ spec }) => [spec?.nodeName, spec?.nodeSelector])).toEqual([
    ["kwok-1", POOL],
    ["kwok-1", POOL],
  ]);
  await eventually(
    () => usageOf(world.cluster),
    ({ pending, admitted, cpu }) => pending === 3 && admitted === 2 && cpu === "2",
  );
});

test("while they wait nobody writes: neither a Job nor a task", async (context) => {
  await comesToRest(stage(context));
});

test("a task that waits says which queue holds it, and where Kueue says why", async (context) => {
  const world = stage(context);
  const waiting = (await tasksOf(world, NAMESPACE)).find(({ status }) => status?.phase === "Queued");
  const text = await explain(world, waiting?.metadata.name ?? "");
  expect(text).toContain(`State       Kueue's queue ${QUEUE} holds the Job; no pods run`);
  const [, command = ""] = /^ {2}kubectl (describe workloads .*)$/m.exec(text) ?? [];
  const { stdout } = await world.cluster.kubectl(command.split(" "));
  expect(stdout).toContain("insufficient unused quota for cpu in flavor pool");
});

test("an urgent task takes the place of another one, which waits again", async (context) => {
  const world = stage(context);
  const before = running(await tasksOf(world, NAMESPACE));
  const labels = { "kueue.x-k8s.io/priority-class": URGENT };
  await world.client.create(BATCHTASKS, queuedTask(NAMESPACE, "urgent", labels));
  const tasks = await eventually(
    () => tasksOf(world, NAMESPACE),
    (all) => running(all).includes("urgent") && phasesOf(all, "Queued").length === 4,
  );
  const [victim = ""] = before.filter((name) => !running(tasks).includes(name));
  const { status } = tasks.find(({ metadata }) => metadata.name === victim) ?? {};
  // Kueue stops the Job first and gives back its node selector then.
  await eventually(
    async () => await world.client.get(JOBS, { namespace: NAMESPACE, name: status?.run?.jobName ?? "" }),
    (job) => job !== undefined && Object.keys(job.spec?.template.spec?.nodeSelector ?? {}).length === 0,
  );
  expect(status?.failure).toBeUndefined();
  const text = await eventually(
    () => explain(world, victim),
    (story) => / Job +Stopped +Preempted to accommodate a workload /.test(story),
  );
  expect(text).toContain("and waits again");
});

test("all of them end well, never more than two at a time, each with the Job that it began with", async (context) => {
  const world = stage(context);
  const most = { cpu: 0 };
  const tasks = await eventually(
    async () => {
      const pods = await runningPods(world, NAMESPACE);
      most.cpu = Math.max(most.cpu, pods.length);
      await endPods(world, pods);
      return await tasksOf(world, NAMESPACE);
    },
    (all) => phasesOf(all, "Succeeded").length === 6,
  );
  expect(most.cpu).toBeLessThanOrEqual(2);
  expect(tasks.map(({ status }) => [status?.run?.number, status?.history ?? []])).toEqual(
    tasks.map(() => [1, []]),
  );
  for (const { metadata, status } of tasks.filter(({ metadata }) => started.get(metadata.name) !== undefined))
    expect(status?.run?.jobUID).toBe(started.get(metadata.name));
});

test("the quota is free again", async (context) => {
  const { cluster } = stage(context);
  await eventually(
    () => usageOf(cluster),
    ({ pending, admitted, cpu }) => pending === 0 && admitted === 0 && cpu === "0",
  );
});

test("the operator has created each Job and changed none; Kueue alone has let them start and stop", async (context) => {
  const world = stage(context);
  const writes = (await writesSince(auditLog(world), 0)).filter(
    ({ resource, subresource }) => resource === "jobs" && subresource === "",
  );
  const byKueue = writes.filter(({ user }) => user === KUEUE);
  const byOthers = writes.filter(({ user }) => user !== KUEUE);
  expect(byOthers.map(({ verb }) => verb)).toEqual([...NAMES, "urgent"].map(() => "create"));
  expect(new Set(byKueue.map(({ verb }) => verb))).toEqual(new Set(["patch"]));
  expect(new Set(byKueue.map(({ name }) => name)).size).toBe(NAMES.length + 1);
});

test("a queued task can be started suspended, sent to another queue, edited, and taken out of its queue", async (context) => {
  const world = stage(context);
  const { client } = world;
  const of = (name: string) => ({ namespace: NAMESPACE, name });
  const until = (name: string, wanted: (task: BatchTask) => boolean) =>
    eventually(
      async () => (await tasksOf(world, NAMESPACE)).find(({ metadata }) => metadata.name === name),
      (task) => task !== undefined && wanted(task),
    );
  const relabel = (name: string, queue: string | null) =>
    client.mergePatch(BATCHTASKS, of(name), {
      metadata: { labels: { "kueue.x-k8s.io/queue-name": queue } },
    });

  const paused = queuedTask(NAMESPACE, "paused");
  await client.create(BATCHTASKS, { ...paused, spec: { ...paused.spec, suspend: true } });
  await until("paused", ({ status }) => goesOn(status));

  await client.create(BATCHTASKS, queuedTask(NAMESPACE, "misspelt", { "kueue.x-k8s.io/queue-name": "tema" }));
  const waiting = await until("misspelt", ({ status }) => status?.phase === "Queued");
  expect(readyOf(waiting?.status)?.message).toBe("Kueue's queue tema holds the Job; no pods run");
  await relabel("misspelt", QUEUE);
  await until("misspelt", ({ status }) => goesOn(status));

  await client.create(BATCHTASKS, queuedTask(NAMESPACE, "edited"));
  await until("edited", ({ status }) => status?.phase === "Queued");
  const edit = { template: { metadata: { labels: { version: "2" } } } };
  await client.mergePatch(BATCHTASKS, of("edited"), { spec: edit });
  const edited = await until(
    "edited",
    ({ status }) => status?.run?.number === 2 && status.phase === "Queued",
  );
  expect(edited?.status?.history?.map(({ outcome }) => outcome)).toEqual(["Replaced"]);

  await relabel("edited", null);
  await comesToRest(world);
  const all = await eventually(
    async () => {
      await endPods(world, await runningPods(world, NAMESPACE));
      return await tasksOf(world, NAMESPACE);
    },
    (tasks) => phasesOf(tasks, "Succeeded").length === tasks.length,
  );
  expect(all.length).toBe(9);
});
