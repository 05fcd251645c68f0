import { afterAll, beforeAll, expect, test } from "vitest";
import { createMetrics } from "../../../src/operator/metrics/metrics.ts";
import { POLICIES } from "../../../src/api/resources.ts";
import { run } from "../../cluster/util/run.ts";
import { BUILD_MS, findTool, pathOf, type Tool } from "../../tools/tool.ts";
import { only, type PolicyCluster, startPolicyCluster } from "../guardrails/cluster.ts";
import { type Tasks, tasksIn } from "../guardrails/tasks.ts";
import { eventually } from "../support/eventually.ts";
import { type OperatorProcess, startProcess } from "../support/process.ts";
import { nowhere } from "../support/world.ts";
import { emptyOn } from "./evaluate.ts";
import { alertSelectors, dashboardExpressions } from "./expressions.ts";
import { parseScrape, type Scrape } from "./scrape.ts";
import { goesOn } from "../../support/goes-on.ts";

const TEAM = "purple-otters";
const LINE = "green-herons";
const POLICY = "bounds-of-purple-otters";

const yearly = { cron: "0 2 1 1 *", timeZone: "Etc/UTC", concurrencyPolicy: "Queue" } as const;

let world: PolicyCluster;
let operator: OperatorProcess;
let promtool: Tool;
let team: Tasks;
let line: Tasks;
beforeAll(async () => {
  promtool = await findTool("promtool", process.env);
  world = await startPolicyCluster("metrics");
  for (const name of [TEAM, LINE]) await world.namespace(name);
  await world.policy(POLICY, {
    namespaceSelector: only(TEAM),
    rules: { backoffLimit: { max: 2 }, parallelism: { max: 1, onViolation: "Reject" } },
  });
  await world.policy("line", { namespaceSelector: only(LINE), rules: { maxActivePerNamespace: 1 } });
  [team, line] = [tasksIn(world, TEAM), tasksIn(world, LINE)];
  operator = startProcess([`--kubeconfig=${world.cluster.kubeconfig}`], {});
  await eventually(
    () => world.client.get(POLICIES, { name: "line" }),
    (policy) => policy?.status?.namespaces === 1,
  );
}, BUILD_MS);
afterAll(async () => {
  operator.child.kill("SIGKILL");
  await operator.exit;
  await world[Symbol.asyncDispose]();
});

const scrape = async (): Promise<Scrape> => parseScrape((await operator.ask("/metrics")).text);
const until = (wanted: (scrape: Scrape) => boolean) => eventually(scrape, wanted);
const phase = ({ value }: Scrape, name: string) => value("batchtask_tasks", { phase: name });

test("what happens to tasks is exported as it happened", { timeout: 180_000 }, async () => {
  await team.create("quick-marten", { backoffLimit: 50 });
  await team.create("tired-badger", { activeDeadlineSeconds: 1, template: nowhere });
  await team.create("greedy-weasel", { parallelism: 5, completions: 5 });
  await team.create("lonely-stoat", { template: nowhere });
  await team.create("punctual-polecat", { runs: { schedule: yearly } });
  await line.create("first-heron", { template: nowhere });
  await line.until("first-heron", ({ status }) => goesOn(status));
  await line.create("second-heron");
  await line.until("second-heron", ({ status }) => status?.phase === "Queued");
  await team.until("tired-badger", ({ status }) => status?.phase === "Failed");
  await team.until("lonely-stoat", ({ status }) => goesOn(status));

  const seen = await until((one) => phase(one, "Succeeded") === 1 && phase(one, "Failed") === 1);
  const phases = ["Succeeded", "Failed", "Rejected", "Queued", "Starting", "Scheduled", "Pending", "Unknown"];
  expect(phases.map((name) => phase(seen, name))).toEqual([1, 1, 1, 1, 2, 1, 0, 0]);
  expect(seen.value("batchtask_schedules", { state: "Active" })).toBe(1);
  const ends = (outcome: string, reason: string) =>
    seen.value("batchtask_runs_finished_total", { outcome, reason });
  expect(ends("Succeeded", "Succeeded")).toBe(1);
  expect(ends("Failed", "DeadlineExceeded")).toBe(1);
  expect(ends("Rejected", "PolicyViolation")).toBe(1);
  expect(ends("Unknown", "ResultLost")).toBe(0);
  const mode = "Enforce";
  expect(seen.samples.filter(({ name }) => /_(adjustments|rejections)_total$/.test(name))).toEqual([
    {
      name: "batchtask_adjustments_total",
      labels: { rule: "backoffLimit", policy: POLICY, mode },
      value: 1,
    },
    { name: "batchtask_rejections_total", labels: { rule: "parallelism", policy: POLICY, mode }, value: 1 },
  ]);
  // quick-marten, tired-badger, lonely-stoat and first-heron have a Job; second-heron waits for one.
  expect(seen.value("batchtask_job_creation_latency_seconds_count")).toBe(4);
  expect(seen.value("batchtask_result_latency_seconds_count")).toBe(2);
  expect(seen.value("batchtask_queue_wait_seconds_count")).toBe(0);
  const waits = seen.value("batchtask_longest_start_wait_seconds", { reason: "Starting" });
  expect(waits).toBeGreaterThan(0);
});

test("a place in the line that comes up is timed", async () => {
  await line.edit("first-heron", { activeDeadlineSeconds: 1 });
  await line.until("second-heron", ({ status }) => status?.phase === "Succeeded");
  const seen = await until(({ value }) => (value("batchtask_queue_wait_seconds_count") ?? 0) > 0);
  expect(seen.value("batchtask_queue_wait_seconds_count")).toBe(1);
  expect(seen.value("batchtask_queue_wait_seconds_sum")).toBeGreaterThan(0);
  expect(phase(seen, "Queued")).toBe(0);
});

test("a failed task is gone from the gauge once a rerun succeeds, while the count of failures stays", async () => {
  const before = await scrape();
  const template = { spec: { schedulerName: null } };
  await team.edit("tired-badger", { activeDeadlineSeconds: 600, template });
  await team.until("tired-badger", ({ status }) => status?.phase === "Succeeded" && status.run?.number === 2);
  const after = await until((one) => phase(one, "Failed") === (phase(before, "Failed") ?? 0) - 1);
  const failures = { outcome: "Failed", reason: "DeadlineExceeded" };
  expect(after.value("batchtask_runs_finished_total", failures)).toBe(
    before.value("batchtask_runs_finished_total", failures),
  );
});

test("every metric of the table is exported, with its type and its labels, and nothing else of ours", async () => {
  const { types, samples } = await scrape();
  const { definitions } = createMetrics();
  const own = [...types].filter(([name]) => !/^(process|nodejs)_/.test(name));
  expect(new Map(own)).toEqual(new Map(definitions.map(({ name, type }) => [name, type])));
  for (const { name, type, labels } of definitions) {
    const suffixes = type === "histogram" ? ["_bucket", "_sum", "_count"] : [""];
    const wanted = Object.keys(labels).toSorted();
    for (const sample of samples.filter((one) => suffixes.some((suffix) => one.name === name + suffix)))
      expect([
        name,
        Object.keys(sample.labels)
          .filter((label) => label !== "le")
          .toSorted(),
      ]).toEqual([name, wanted]);
  }
});

test("the leader says so, its work is counted, and its watches are young", async () => {
  const seen = await scrape();
  expect(seen.value("batchtask_leader")).toBe(1);
  expect(seen.value("leader_election_master_status", { name: "batchtask-operator" })).toBe(1);
  const controller = "batchtask";
  const reconciles = (result: string) =>
    seen.value("controller_runtime_reconcile_total", { controller, result }) ?? 0;
  expect(reconciles("success") + reconciles("requeue_after")).toBeGreaterThan(10);
  expect(seen.value("controller_runtime_reconcile_errors_total", { controller })).toBe(0);
  expect(
    seen.value("controller_runtime_reconcile_total", { controller: "policy-status", result: "success" }),
  ).toBeGreaterThan(0);
  expect(seen.value("workqueue_depth", { name: controller })).toBe(0);
  expect(seen.value("workqueue_queue_duration_seconds_count", { name: controller })).toBeGreaterThan(10);
  const created = seen.value("rest_client_requests_total", { code: "201", method: "POST" }) ?? 0;
  expect(created).toBeGreaterThan(5);
  for (const resource of ["batchtasks", "jobs", "batchtaskpolicies", "namespaces"]) {
    expect(seen.value("batchtask_watch_age_seconds", { resource })).toBeLessThan(70);
    expect(seen.value("batchtask_reflector_watches_total", { resource })).toBeGreaterThan(0);
  }
});

test("a scrape names no task, no pod and no namespace", async () => {
  const { text } = await operator.ask("/metrics");
  const withoutPolicies = text.replaceAll(POLICY, "");
  for (const name of [TEAM, LINE, "marten", "polecat", "badger", "weasel", "stoat", "heron"])
    expect(withoutPolicies).not.toContain(name);
});

test("promtool finds nothing to complain about in our metrics", async (context) => {
  const { text } = await operator.ask("/metrics");
  const input = text
    .split("\n\n")
    .filter((block) => !/^# HELP (process|nodejs)_/.test(block))
    .join("\n");
  const checked = await run([pathOf(promtool, context), "check", "metrics"], {
    environment: process.env,
    input,
  });
  expect([checked.code, checked.stdout + checked.stderr]).toEqual([0, ""]);
});

test("each panel of the dashboard has something to show of all this, and each alert something to look at", async (context) => {
  const tool = pathOf(promtool, context);
  const all = [...(await dashboardExpressions()), ...(await alertSelectors())];
  expect(await emptyOn(await scrape(), all, tool)).toEqual([]);
  const wrong = { where: "wrong", expr: 'sum(batchtask_tasks{phase="failed"})' };
  expect(await emptyOn(await scrape(), [wrong, ...all], tool)).toEqual(["wrong"]);
});

test("a replica that stands by exports no tasks, lest they count twice", async () => {
  const second = startProcess([`--kubeconfig=${world.cluster.kubeconfig}`], {});
  try {
    await eventually(
      () => second.ask("/readyz"),
      ({ status }) => status === 200,
    );
    const seen = parseScrape((await second.ask("/metrics")).text);
    expect(seen.value("batchtask_leader")).toBe(0);
    expect(seen.samples.filter(({ name }) => name === "batchtask_tasks")).toEqual([]);
    operator.child.kill("SIGTERM");
    const leads = async () => parseScrape((await second.ask("/metrics")).text);
    const leading = await eventually(leads, ({ value }) => value("batchtask_leader") === 1);
    expect(phase(leading, "Rejected")).toBe(1);
  } finally {
    second.child.kill("SIGKILL");
    await second.exit;
  }
});

test("asked for, one namespace has series of its own, and the other is counted among the others", async () => {
  const flags = ["--leader-elect=false", "--metrics-by-namespace=1"];
  const alone = startProcess([`--kubeconfig=${world.cluster.kubeconfig}`, ...flags], {});
  try {
    const seen = await eventually(
      async () => parseScrape((await alone.ask("/metrics")).text),
      ({ value }) => value("batchtask_leader") === 1,
    );
    const labelled = seen.samples.filter(({ labels }) => labels["task_namespace"] !== undefined);
    expect(new Set(labelled.map(({ name }) => name))).toEqual(
      new Set([
        "batchtask_tasks",
        "batchtask_longest_start_wait_seconds",
        "batchtask_runs_finished_total",
        "batchtask_schedules",
        "batchtask_schedules_without_success",
        "batchtask_schedule_missed_times_total",
      ]),
    );
    const counts = Map.groupBy(
      labelled.filter(({ name }) => name === "batchtask_tasks"),
      ({ labels }) => labels["task_namespace"] ?? "",
    );
    const sums = [...counts].map(([name, samples]) => [
      name,
      samples.reduce((sum, { value }) => sum + value, 0),
    ]);
    expect([
      { _other: 2, [TEAM]: 5 },
      { _other: 5, [LINE]: 2 },
    ]).toContainEqual(Object.fromEntries(sums));
  } finally {
    alone.child.kill("SIGKILL");
    await alone.exit;
  }
});
