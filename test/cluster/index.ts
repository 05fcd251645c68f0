/**
 * A Kubernetes cluster for tests and demo: one that somebody names, kind where Docker answers, else a
 * control plane and nodes built from Go modules.
 */
import { builtCluster } from "./built/cluster.ts";
import { upBuilt } from "./built/up.ts";
import type { Cluster } from "./cluster.ts";
import { useExisting } from "./existing.ts";
export { type AuditEntry, readAuditLog } from "./audit.ts";
export { down } from "./down.ts";
import { dockerAnswers, upKind } from "./kind.ts";
import { settle, type UpOptions } from "./options.ts";

export type { Cluster } from "./cluster.ts";
export type { UpOptions } from "./options.ts";

/**
 * Has a cluster running and returns it: the one named by `kubeconfig` or `context` (or by
 * BATCHTASK_TEST_KUBECONFIG or BATCHTASK_TEST_CONTEXT in the environment), else kind where a real node
 * is wanted and Docker answers, else a built one. A built cluster ends with its owner, the calling
 * process unless said otherwise.
 */
export async function up(options: UpOptions): Promise<Cluster> {
  const settings = settle(options);
  const provider = options.provider ?? "auto";
  const { environment } = settings;
  const kubeconfig = options.kubeconfig ?? nonEmpty(environment["BATCHTASK_TEST_KUBECONFIG"]);
  const context = options.context ?? nonEmpty(environment["BATCHTASK_TEST_CONTEXT"]);
  const named = kubeconfig !== undefined || context !== undefined;
  if (provider === "existing" || (provider === "auto" && named)) {
    return await useExisting({ kubeconfig, context }, settings);
  }
  const kindFits = settings.nodes.real && settings.nodes.kwok === 0 && !settings.audit;
  if (provider === "kind" || (provider === "auto" && kindFits && (await dockerAnswers(environment)))) {
    return await upKind(settings);
  }
  return builtCluster(await upBuilt(settings), settings);
}

function nonEmpty(text: string | undefined): string | undefined {
  return text === "" ? undefined : text;
}
