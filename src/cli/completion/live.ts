import { BATCHTASKS, NAMESPACES } from "../../api/resources.ts";
import { listAll } from "../../kube/reflector/list.ts";
import { withCluster } from "../cluster/connect.ts";
import { kubeconfigPath } from "../cluster/kubeconfig.ts";
import type { Context } from "../context.ts";
import type { GlobalOptions } from "../options.ts";
import type { Ask } from "./complete.ts";

/** Names from the cluster; none where it does not answer, for a shell has no place for errors. */
export function liveNames(context: Context): Ask {
  return async (what, options) => {
    try {
      return what === "context" ? await contexts(context, options) : await objects(context, options, what);
    } catch {
      return [];
    }
  };
}

async function objects(
  context: Context,
  options: GlobalOptions,
  what: "task" | "namespace",
): Promise<string[]> {
  const signal = AbortSignal.any([context.signal, AbortSignal.timeout(options.requestTimeout)]);
  const quiet = { ...context, signal };
  return await withCluster(quiet, options, async ({ client, namespace }) => {
    if (what === "namespace") {
      const { items } = await listAll(client, NAMESPACES, { signal });
      return items.map(({ metadata }) => metadata?.name ?? "");
    }
    const { items } = await listAll(client, BATCHTASKS, { namespace, signal });
    return items.map(({ metadata, status }) => `${metadata.name}\t${status?.phase ?? "new"}`);
  });
}

async function contexts({ variables }: Context, options: GlobalOptions): Promise<string[]> {
  const path = kubeconfigPath(options, variables);
  if (path === undefined) return [];
  const [{ readFile }, { parse }] = await Promise.all([import("node:fs/promises"), import("yaml")]);
  const config: unknown = parse(await readFile(path, "utf8"));
  const list = typeof config === "object" && config !== null && "contexts" in config ? config.contexts : [];
  return Array.isArray(list)
    ? list.flatMap((one: { name?: unknown }) => (typeof one.name === "string" ? [one.name] : []))
    : [];
}
