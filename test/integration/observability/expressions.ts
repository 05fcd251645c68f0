import { readFile } from "node:fs/promises";
import { parse } from "yaml";
import { z } from "zod";

/** An expression, and where it stands. */
export interface Expression {
  where: string;
  expr: string;
}

const rule = z.strictObject({
  alert: z.string(),
  expr: z.string(),
  for: z.string(),
  labels: z.strictObject({ severity: z.enum(["critical", "warning", "info"]) }),
  annotations: z.strictObject({ summary: z.string(), description: z.string(), runbook_url: z.string() }),
});
const rules = z.strictObject({
  groups: z.array(z.strictObject({ name: z.string(), rules: z.array(rule) })),
});

/** The alerts of deploy/observability/rules.yaml. */
export async function readAlerts(): Promise<z.output<typeof rule>[]> {
  const { groups } = rules.parse(parse(await readFile("deploy/observability/rules.yaml", "utf8")));
  return groups.flatMap((group) => group.rules);
}

const gridPos = z.strictObject({ x: z.int(), y: z.int(), w: z.int(), h: z.int() });
const panel = z.object({
  id: z.int(),
  type: z.enum(["row", "stat", "timeseries", "bargauge"]),
  title: z.string(),
  gridPos,
  datasource: z.object({ uid: z.literal("${datasource}") }).optional(),
  targets: z.array(z.object({ refId: z.string(), expr: z.string(), legendFormat: z.string() })).default([]),
});
const dashboard = z.object({
  uid: z.string(),
  templating: z.object({ list: z.array(z.object({ name: z.string(), query: z.unknown() })) }),
  panels: z.array(panel),
});

/** deploy/observability/dashboard.json, as far as it is checked. */
export async function readDashboard(): Promise<z.output<typeof dashboard>> {
  return dashboard.parse(JSON.parse(await readFile("deploy/observability/dashboard.json", "utf8")));
}

/** What Grafana puts in for the dashboard's variables, with nothing chosen. */
const VARIABLES: Record<string, string> = {
  $namespace: ".*",
  $__rate_interval: "5m",
  $__range: "15m",
};

/** The dashboard's expressions as Prometheus gets them. */
export async function dashboardExpressions(): Promise<Expression[]> {
  const { panels } = await readDashboard();
  return panels.flatMap(({ title, targets }) =>
    targets.map(({ refId, expr }) => ({
      where: `${title} ${refId}`,
      expr: expr.replaceAll(/\$\w+/g, (name) => VARIABLES[name] ?? name),
    })),
  );
}

/** What the alerts select, without what they compare it with. */
export async function alertSelectors(): Promise<Expression[]> {
  return (await readAlerts()).flatMap(({ alert, expr }) => {
    const selectors = expr.matchAll(/[a-z_:]+\{[^}]*\}/g);
    const found = [...selectors].map(([selector]) => selector);
    return (found.length > 0 ? found : metricsIn(expr)).map((one) => ({
      where: `${alert}: ${one}`,
      expr: one,
    }));
  });
}

/** Metrics that an expression names: what stands before a selector or a range, or alone, and is no function or keyword. */
export function metricsIn(expr: string): string[] {
  const bare = expr
    .replaceAll(/"[^"]*"/g, '""')
    .replaceAll(/\{[^}]*\}|\[[^\]]*\]/g, " ")
    .replaceAll(/\b(by|on|without|ignoring|group_left|group_right)\s*\([^)]*\)/g, " ");
  const words = [...bare.matchAll(/(?<![\w.])([a-zA-Z_:][\w:]*)(\s*\()?/g)];
  return words.flatMap(([, name = "", call]) => (call === undefined && !KEYWORDS.has(name) ? [name] : []));
}

const KEYWORDS = new Set(["and", "or", "unless", "offset", "bool"]);

/** Labels that an expression selects or groups by. */
export function labelsIn(expr: string): string[] {
  const bare = expr.replaceAll(/"[^"]*"/g, '""');
  const selected = [...bare.matchAll(/(\w+)\s*(?:=~|!~|!=|=)\s*""/g)].map(([, label = ""]) => label);
  const grouped = [...bare.matchAll(/\b(?:by|on|without|ignoring|group_left|group_right)\s*\(([^)]*)\)/g)];
  return [...selected, ...grouped.flatMap(([, list = ""]) => list.split(",").map((label) => label.trim()))];
}
