import { code, page, table } from "../../crd/docs/markdown.ts";
import { createMetrics } from "../metrics/metrics.ts";
import type { Definition } from "../metrics/meter.ts";

const INTRODUCTION = [
  "`GET /metrics` on the port of the probes (`--http-port`), in Prometheus' text format. It needs no credentials: [why](../decisions/0005-metrics.md).",
  "No label has the name of a task, a Job or a pod, and none that of a namespace unless [`--metrics-by-namespace`](settings.md) asks for so many, so the number of time series follows from this table, that number and the number of policies, not from the number of tasks. A series of a policy that was deleted stays until the process ends.",
  "What reports a write is counted after the write succeeded. Every replica exports all of it, but for what says otherwise. Next to these are Node.js' own (`process_*`, `nodejs_*`), as prom-client exports them.",
  "Alerts, their runbooks and a dashboard on them: [deploy/observability](../../deploy/observability/README.md).",
].join("\n\n");

/** docs/reference/metrics.md */
export function metricsPage(): string {
  const sections = Map.groupBy(createMetrics({ byNamespace: 1 }).definitions, ({ section }) => section);
  const blocks = [...sections].map(([section, definitions]) => `## ${section}\n\n${tableOf(definitions)}`);
  return page("Metrics", INTRODUCTION, ...blocks);
}

function tableOf(definitions: readonly Definition[]): string {
  return table(
    ["metric", "type", "labels", "meaning"],
    definitions.map(({ name, type, labels, help }) => [code(name), type, describe(labels), help]),
  );
}

const describe = (labels: Definition["labels"]): string =>
  Object.entries(labels)
    .map(([label, values]) => `${code(label)}: ${values}`)
    .join("; ");
