import { BATCHTASKS, NAMESPACES, POLICIES } from "../../api/resources.ts";
import { listAll } from "../../kube/reflector/list.ts";
import { withCluster } from "../cluster/connect.ts";
import { kubeconfigPaths } from "../cluster/kubeconfig.ts";
import type { Context } from "../context.ts";
import type { GlobalOptions } from "../options.ts";
import type { Ask } from "./complete.ts";

/** Names from the cluster; none where it does not answer, for a shell has no place for errors. */
export function liveNames(context: Context): Ask {
  return async (what, options) => {
    try {
      const isObject = what === "task" || what === "namespace" || what === "policy";
      return isObject ? await objects(context, options, what) : await inKubeconfig(context, options, what);
    } catch {
      return [];
    }
  };
}

async function objects(
  context: Context,
  options: GlobalOptions,
  what: "task" | "namespace" | "policy",
): Promise<string[]> {
  const signal = AbortSignal.any([context.signal, AbortSignal.timeout(options.requestTimeout)]);
  const quiet = { ...context, signal };
  return await withCluster(quiet, options, async ({ client, namespace }) => {
    if (what === "namespace") {
      const { items } = await listAll(client, NAMESPACES, { signal });
      return items.map(({ metadata }) => metadata?.name ?? "");
    }
    if (what === "policy") {
      const { items } = await listAll(client, POLICIES, { signal });
      return items.map(({ metadata, spec }) => `${metadata.name}\t${spec.mode ?? "Enforce"}`);
    }
    const { items } = await listAll(client, BATCHTASKS, { namespace, signal });
    return items.map(({ metadata, status }) => `${metadata.name}\t${status?.phase ?? "new"}`);
  });
}

type Kind = "context" | "cluster" | "user";

async function inKubeconfig({ variables }: Context, options: GlobalOptions, kind: Kind): Promise<string[]> {
  const paths = kubeconfigPaths(options, variables);
  if (paths.length === 0) return [];
  const { parseTexts, readTexts } = await import("../../kube/access/read.ts");
  const config = await parseTexts(await readTexts(paths));
  return [...config[`${kind}s`].keys()];
}
