import type { Values } from "./helm.ts";

/** Values under which the chart renders something else. @param watched two namespaces that exist */
export function combinations(watched: readonly string[]): Record<string, Values> {
  return {
    "the defaults": {},
    "some namespaces, with Roles alone": {
      watchNamespaces: watched,
      admission: { enabled: false },
      crds: { install: false },
      rbac: { aggregatedRoles: false },
    },
    "some namespaces, and policies": { watchNamespaces: watched, rbac: { readPolicies: true } },
    "as little as possible": {
      replicas: 1,
      leaderElection: { enabled: false },
      crds: { install: false },
      admission: { enabled: false },
      rbac: { create: false, aggregatedRoles: false },
      serviceAccount: { create: false, name: "default" },
      networkPolicy: { enabled: false },
      podDisruptionBudget: { enabled: false },
      topologySpread: { enabled: false },
      metrics: { service: { enabled: false } },
      resources: {},
    },
    everything: {
      nameOverride: "tasks",
      fullnameOverride: "tasks-operator",
      image: { repository: "registry.example/bt", digest: `sha256:${"0".repeat(64)}`, pullPolicy: "Always" },
      imagePullSecrets: [{ name: "registry" }],
      replicas: 3,
      leaderElection: { leaseName: "tasks.lease" },
      workers: 32,
      logging: { level: "debug", format: "pretty" },
      shutdownSeconds: 60,
      resources: { requests: { cpu: 1, memory: "256Mi" }, limits: { cpu: "1500m", memory: "1Gi" } },
      priorityClassName: "system-cluster-critical",
      podDisruptionBudget: { maxUnavailable: 2 },
      topologySpread: { topologyKey: "topology.kubernetes.io/zone", whenUnsatisfiable: "DoNotSchedule" },
      nodeSelector: { "kubernetes.io/os": "linux" },
      tolerations: [{ key: "batch", operator: "Exists", effect: "NoSchedule" }],
      affinity: { nodeAffinity: {} },
      podLabels: { team: "platform" },
      podAnnotations: { "example.com/note": "yes" },
      serviceAccount: { name: "tasks", annotations: { "example.com/role": "none" } },
      crds: { keep: false },
      policy: {
        baseline: {
          name: "house-rules",
          mode: "Warn",
          namespaceSelector: { matchExpressions: [{ key: "team", operator: "Exists" }] },
          rules: {
            backoffLimit: { default: 2, max: 6, onViolation: "Reject" },
            resources: { limits: { memory: { max: "8Gi" }, cpu: { max: 4 } } },
            images: { forbidLatest: true },
          },
        },
      },
      networkPolicy: {
        metricsFrom: [{ namespaceSelector: { matchLabels: { team: "monitoring" } } }],
        apiServerPorts: [],
      },
      commonLabels: { "example.com/owner": "platform" },
      metrics: {
        port: 9090,
        service: { port: 80, annotations: { "prometheus.io/scrape": "true" } },
        serviceMonitor: { enabled: true, labels: { release: "prometheus" }, interval: "30s" },
        podMonitor: { enabled: true, labels: { release: "prometheus" }, interval: "1m" },
        prometheusRule: {
          enabled: true,
          labels: { release: "prometheus" },
          runbookBase: "https://docs.example/",
        },
        dashboard: { enabled: true, annotations: { "grafana.com/folder": "Batch" } },
      },
      global: { region: "anywhere" },
    },
  };
}
