import { join } from "node:path";
import type { BuildGroup } from "../cluster/build/groups.ts";

const module = (name: string): string => join(import.meta.dirname, name);

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
  promtool: {
    name: "promtool",
    module: module("promtool"),
    versionOf: "github.com/prometheus/prometheus",
    packages: ["github.com/prometheus/prometheus/cmd/promtool"],
    binaries: ["promtool"],
    tags: "remove_all_sd",
    cold: "2 to 3 min",
  },
} as const satisfies Record<string, BuildGroup>;
