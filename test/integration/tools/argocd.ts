import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { parse } from "yaml";
import type { BatchTask } from "../../../src/api/batchtask.ts";
import type { KubeObject } from "../../../src/kube/object.ts";
import type { Resource } from "../../../src/kube/resource.ts";
import { runOrThrow } from "../../cluster/util/run.ts";

const SCRIPTS = join(import.meta.dirname, "..", "..", "..", "deploy", "argocd");

/**
 * What one of Argo CD's scripts returns for each task.
 * @param lua path of the interpreter
 * @param script path under deploy/argocd
 */
export async function runScript<T>(lua: string, script: string, tasks: BatchTask[]): Promise<T[]> {
  const input = JSON.stringify(tasks);
  const { stdout } = await runOrThrow([lua, join(SCRIPTS, script)], { environment: process.env, input });
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the caller knows what its script returns
  return JSON.parse(stdout) as T[];
}

export const CONFIG_MAPS: Resource<KubeObject & { data?: Record<string, string> }> = {
  group: "",
  version: "v1",
  kind: "ConfigMap",
  plural: "configmaps",
  namespaced: true,
};

/** Scripts by their paths under deploy/argocd. */
type Scripts = Record<string, string>;

const KEYS = ["health", "actions"].map((what) => `resource.customizations.${what}.batchtask.dev_BatchTask`);

/** The scripts that a ConfigMap argocd-cm holds for BatchTasks, read as Argo CD reads it. */
export function readCustomization(data: Record<string, string>): Scripts {
  const [health = "", actions = ""] = KEYS.map((key) => data[key] ?? "");
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- ResourceActions of Argo CD
  const { definitions, ...discovery } = parse(actions) as {
    "discovery.lua": string;
    definitions: { name: string; "action.lua": string }[];
  };
  return {
    "health.lua": health,
    "actions/discovery.lua": discovery["discovery.lua"],
    ...Object.fromEntries(
      definitions.map(({ name, "action.lua": script }) => [`actions/${name}/action.lua`, script]),
    ),
  };
}

/** The scripts of deploy/argocd. */
export async function scripts(): Promise<Scripts> {
  const actions = ["discovery.lua", ...["rerun", "suspend", "resume"].map((name) => `${name}/action.lua`)];
  const paths = ["health.lua", ...actions.map((path) => `actions/${path}`)];
  return Object.fromEntries(
    await Promise.all(
      paths.map(async (path) => [path, await readFile(join(SCRIPTS, path), "utf8")] as const),
    ),
  );
}
