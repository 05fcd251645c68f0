import { existsSync } from "node:fs";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createMetrics } from "../../../src/operator/metrics/metrics.ts";
import { run } from "../../cluster/util/run.ts";
import { BUILD_MS, findTool, pathOf, type Tool } from "../../tools/tool.ts";
import { startProcess } from "../support/process.ts";
import { dashboardExpressions, labelsIn, metricsIn, readAlerts, readDashboard } from "./expressions.ts";
import { parseScrape } from "./scrape.ts";

/** Labels that Prometheus puts to what it scrapes in a cluster. */
const TARGET_LABELS = ["namespace", "job", "pod", "instance"];

let promtool: Tool;
let folder: string;
/** Labels of each metric that the operator exports, its histograms' series by their own names. */
let exported: Map<string, string[]>;
beforeAll(async () => {
  promtool = await findTool("promtool", process.env);
  folder = await mkdtemp(join(tmpdir(), "batchtask-rules-"));
  exported = await exportedMetrics();
}, BUILD_MS);
afterAll(() => rm(folder, { recursive: true }));

async function exportedMetrics(): Promise<Map<string, string[]>> {
  const operator = startProcess([], { HOME: folder });
  try {
    const { types } = parseScrape((await operator.ask("/metrics")).text);
    const labelsOf = new Map(
      createMetrics({ byNamespace: 1 }).definitions.map(({ name, labels }) => [name, Object.keys(labels)]),
    );
    return new Map(
      [...types].flatMap(([name, type]): [string, string[]][] => {
        const labels = labelsOf.get(name) ?? [];
        if (type !== "histogram") return [[name, labels]];
        return [
          [`${name}_bucket`, [...labels, "le"]],
          [`${name}_sum`, labels],
          [`${name}_count`, labels],
        ];
      }),
    );
  } finally {
    operator.child.kill("SIGKILL");
    await operator.exit;
  }
}

const expressions = async () => [
  ...(await readAlerts()).map(({ alert, expr }) => ({ where: alert, expr })),
  ...(await dashboardExpressions()),
];

test("each alert fires, stays quiet and clears as rules_test.yaml says", async (context) => {
  const tool = pathOf(promtool, context);
  const options = { environment: process.env, cwd: "deploy/observability" };
  const checked = await run([tool, "check", "rules", "--lint=all", "--lint-fatal", "rules.yaml"], options);
  expect([checked.code, checked.stderr]).toEqual([0, ""]);
  const tested = await run([tool, "test", "rules", "rules_test.yaml"], options);
  expect([tested.code, tested.stdout + tested.stderr]).toEqual([0, expect.stringContaining("SUCCESS")]);
});

test("each alert is tried both firing and quiet", async () => {
  const text = await readFile("deploy/observability/rules_test.yaml", "utf8");
  for (const { alert } of await readAlerts()) {
    expect(text, alert).toMatch(new RegExp(`alertname: ${alert}, eval_time: \\w+, exp_alerts: \\[\\]`));
    expect(text, alert).toMatch(
      new RegExp(`alertname: ${alert}\\n +eval_time: \\w+\\n +exp_alerts:[\\s[]+(- |{ )`),
    );
  }
});

test("each alert has a runbook with what to know and do, and each runbook an alert", async () => {
  const alerts = await readAlerts();
  const pages = await readdir("docs/runbooks");
  expect(pages.toSorted()).toEqual(alerts.map(({ alert }) => `${alert}.md`).toSorted());
  for (const { alert, annotations } of alerts) {
    expect(annotations.runbook_url).toBe(`docs/runbooks/${alert}.md`);
    const page = await readFile(annotations.runbook_url, "utf8");
    const sections = page.split(/^## /m).map((section) => section.trim().split("\n"));
    expect(sections[0]?.[0]).toBe(`# ${alert}`);
    expect(sections.slice(1).map(([title]) => title)).toEqual([
      "Meaning",
      "Impact",
      "Diagnosis",
      "Mitigation",
    ]);
    for (const [, ...lines] of sections.slice(1)) expect(lines.join("").length, alert).toBeGreaterThan(40);
    for (const [, target = ""] of page.matchAll(/\]\((?!https:)([^)#]+)/g))
      expect(existsSync(join("docs/runbooks", target)), `${alert}: ${target}`).toBe(true);
  }
});

test("alerts, runbooks and dashboard name metrics and labels that the operator exports", async () => {
  for (const { where, expr } of await expressions()) {
    const metrics = metricsIn(expr);
    expect(metrics.length, where).toBeGreaterThan(0);
    for (const metric of metrics) expect([...exported.keys()], where).toContain(metric);
    const labels = metrics.flatMap((metric) => exported.get(metric) ?? []);
    for (const label of labelsIn(expr)) expect([...labels, ...TARGET_LABELS], where).toContain(label);
  }
  for (const page of await readdir("docs/runbooks")) {
    const text = await readFile(join("docs/runbooks", page), "utf8");
    for (const [name] of text.matchAll(
      /\b(?:batchtask|controller_runtime|workqueue|rest_client|leader_election)_\w+/g,
    ))
      expect([...exported.keys()], page).toContain(name);
  }
});

test("Prometheus takes each of the dashboard's expressions", async (context) => {
  const rules = (await dashboardExpressions()).map(({ expr }, i) => ({ record: `dashboard:${i}`, expr }));
  const file = join(folder, "dashboard.json");
  await writeFile(file, JSON.stringify({ groups: [{ name: "dashboard", rules }] }));
  const checked = await run([pathOf(promtool, context), "check", "rules", file], {
    environment: process.env,
  });
  expect([checked.code, checked.stderr]).toEqual([0, ""]);
  expect(checked.stdout).toContain(`${rules.length} rules found`);
});

test("the dashboard's panels have ids of their own, and don't overlap", async () => {
  const { panels, templating } = await readDashboard();
  expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
  const cells = panels.flatMap(({ gridPos: { x, y, w, h } }) =>
    Array.from({ length: w * h }, (_, i) => `${x + (i % w)}/${y + Math.floor(i / w)}`),
  );
  expect(new Set(cells).size).toBe(cells.length);
  expect(panels.every(({ gridPos: { x, w } }) => x + w <= 24)).toBe(true);
  expect(panels.filter(({ type }) => type !== "row").every(({ targets }) => targets.length > 0)).toBe(true);
  const variables = [
    ...(await readFile("deploy/observability/dashboard.json", "utf8")).matchAll(/\$\{?(\w+)/g),
  ];
  const known = [...templating.list.map(({ name }) => name), "__rate_interval", "__range", "__all"];
  for (const [, name] of variables) expect(known).toContain(name);
});
