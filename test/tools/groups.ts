import { join } from "node:path";
import type { BuildGroup } from "../cluster/build/groups.ts";

const module = (name: string): string => join(import.meta.dirname, name);

/** The server and its tool, without the ways to find targets in clouds. */
const PROMETHEUS = {
  name: "prometheus",
  module: module("prometheus"),
  versionOf: "github.com/prometheus/prometheus",
  packages: ["prometheus", "promtool"].map((name) => `github.com/prometheus/prometheus/cmd/${name}`),
  binaries: ["prometheus", "promtool"],
  tags: "remove_all_sd",
  cold: "3 to 5 min",
} as const satisfies BuildGroup;

/** The tools of others that must understand a BatchTask or agree with it, built like the parts of the cluster. */
export const TOOL_GROUPS = {
  kstatus: {
    name: "kstatus",
    module: module("kstatus"),
    versionOf: "github.com/fluxcd/cli-utils",
    packages: ["."],
    binaries: ["kstatus"],
    cold: "30 s",
  },
  lua: {
    name: "lua",
    module: module("lua"),
    versionOf: "github.com/yuin/gopher-lua",
    packages: ["."],
    binaries: ["lua"],
    cold: "10 s",
  },
  cron: {
    name: "cron",
    module: module("cron"),
    versionOf: "github.com/robfig/cron/v3",
    packages: ["."],
    binaries: ["cron"],
    cold: "10 s",
  },
  helm: {
    name: "helm",
    module: module("helm"),
    versionOf: "helm.sh/helm/v4",
    packages: ["helm.sh/helm/v4/cmd/helm"],
    binaries: ["helm"],
    cold: "3 to 10 min",
  },
  promtool: PROMETHEUS,
  prometheus: PROMETHEUS,
  "kube-state-metrics": {
    name: "kube-state-metrics",
    module: module("kube-state-metrics"),
    versionOf: "k8s.io/kube-state-metrics/v2",
    packages: ["k8s.io/kube-state-metrics/v2"],
    binaries: ["kube-state-metrics"],
    cold: "2 to 4 min",
  },
  kueue: {
    name: "kueue",
    module: module("kueue"),
    versionOf: "sigs.k8s.io/kueue",
    packages: ["sigs.k8s.io/kueue/cmd/kueue"],
    binaries: ["kueue"],
    cold: "3 to 6 min",
  },
} as const satisfies Record<string, BuildGroup>;
