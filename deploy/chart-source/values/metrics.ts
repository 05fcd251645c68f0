import { z } from "zod";
import { port, strings } from "./kubernetes.ts";

const duration = () =>
  z
    .string()
    .regex(/^([0-9]+(ms|s|m|h))?$/)
    .default("");

const monitor = (kind: string) =>
  z
    .strictObject({
      enabled: z.boolean().default(false).describe(`Render it; needs the Prometheus Operator's CRDs.`),
      labels: strings().describe("Further labels, by which a Prometheus selects it."),
      interval: duration().describe("Time between scrapes, such as 30s. Empty: Prometheus' own."),
    })
    .prefault({})
    .describe(`A ${kind} of the Prometheus Operator.`);

/** What is measured, and who is told. */
export const metrics = {
  metrics: z
    .strictObject({
      port: port().default(8080).describe("Port of the container for /metrics, /healthz and /readyz."),
      byNamespace: z
        .int()
        .min(0)
        .max(1000)
        .default(0)
        .describe(
          "So many namespaces have the metrics of their tasks to themselves, by the label task_namespace, some twenty series each; the others share theirs. 0: no such label.",
        ),
      service: z
        .strictObject({
          enabled: z.boolean().default(true).describe("Render it."),
          port: port().default(8080).describe("Its port."),
          annotations: strings().describe("Its annotations."),
        })
        .prefault({})
        .describe("A headless Service over all replicas."),
      serviceMonitor: monitor("ServiceMonitor"),
      podMonitor: monitor("PodMonitor"),
      prometheusRule: z
        .strictObject({
          enabled: z.boolean().default(false).describe("Render it; needs the Prometheus Operator's CRDs."),
          labels: strings().describe("Further labels, by which a Prometheus selects it."),
          runbookBase: z
            .string()
            .regex(/^(https?:\/\/\S+\/)?$/)
            .default("")
            .describe(
              "Put before each alert's runbook_url, docs/runbooks/…: where this repository can be read.",
            ),
        })
        .prefault({})
        .describe("Alerts as a PrometheusRule of the Prometheus Operator."),
      dashboard: z
        .strictObject({
          enabled: z.boolean().default(false).describe("Render it."),
          labels: z
            .record(z.string(), z.string())
            .default({ grafana_dashboard: "1" })
            .describe("Labels by which Grafana's sidecar finds it."),
          annotations: strings().describe("Its annotations, such as the folder."),
        })
        .prefault({})
        .describe("A Grafana dashboard in a ConfigMap."),
    })
    .prefault({})
    .describe("Metrics and what reads them."),
};
