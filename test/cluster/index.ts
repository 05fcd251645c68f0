/**
 * A Kubernetes cluster for tests and demo: one that somebody names, kind where Docker answers, else a
 * control plane and nodes built from Go modules.
 */
import { NEWEST } from "./build/versions.ts";
import { builtCluster } from "./built/cluster.ts";
import { isSupervised } from "./built/supervisor.ts";
import { upBuilt } from "./built/up.ts";
import type { Cluster } from "./cluster.ts";
import { useExisting } from "./existing.ts";
export { type AuditEntry, readAuditLog } from "./audit.ts";
export { down } from "./down.ts";
import { dockerAnswers } from "./kind/command.ts";
import { KindFailed } from "./kind/failed.ts";
import { upKind } from "./kind/up.ts";
import { cacheFolder, layoutOf } from "./layout.ts";
import { type Provider, type Settings, settle, type UpOptions } from "./options.ts";

export type { Cluster } from "./cluster.ts";
export type { UpOptions } from "./options.ts";

/**
 * Has a cluster running and returns it: the one named by `kubeconfig` or `context` (or by
 * BATCHTASK_TEST_KUBECONFIG or BATCHTASK_TEST_CONTEXT in the environment), else kind where a real node
 * is wanted and Docker answers, else a built one, also where kind fails that nobody asked for. A built cluster
 * ends with its owner, the calling process unless said otherwise.
 */
export async function up(options: UpOptions): Promise<Cluster> {
  const settings = settle(options);
  const { environment } = settings;
  const kubeconfig = options.kubeconfig ?? nonEmpty(environment["BATCHTASK_TEST_KUBECONFIG"]);
  const context = options.context ?? nonEmpty(environment["BATCHTASK_TEST_CONTEXT"]);
  const provider = providerOf(options, kubeconfig !== undefined || context !== undefined);
  if (provider !== "auto" && provider !== "built") refuseUnusual(provider, settings);
  if (provider === "existing") return await useExisting({ kubeconfig, context }, settings);
  if (provider === "kind") return await upKind(settings);
  const isTried = provider === "auto" && (await suits(settings));
  return (isTried ? await tryKind(settings) : undefined) ?? builtCluster(await upBuilt(settings), settings);
}

/** What is asked for; whoever names a node's image asks for kind. */
function providerOf({ provider = "auto", nodeImage }: UpOptions, isNamed: boolean): Provider {
  if (nodeImage !== undefined && provider !== "auto" && provider !== "kind")
    throw new Error(`--node-image is kind's, not that of --provider ${provider}: leave one of them out`);
  if (nodeImage !== undefined) return "kind";
  return provider === "auto" && isNamed ? "existing" : provider;
}

/** Whether a cluster will do that has what it has. */
function isUsual({ store, kubernetes }: Settings): boolean {
  return store === "etcd" && kubernetes === NEWEST;
}

function refuseUnusual(provider: Provider, settings: Settings): void {
  if (isUsual(settings)) return;
  throw new Error(
    `Kubernetes ${settings.kubernetes} on ${settings.store} is built here alone, and this cluster is ${provider}: leave out --kubernetes and --store (BATCHTASK_TEST_KUBERNETES, BATCHTASK_TEST_STORE), or what names the cluster`,
  );
}

/** Whether kind is to be tried: not beside a built cluster of the same name, which is joined. */
async function suits(settings: Settings): Promise<boolean> {
  const { environment, name, nodes, audit } = settings;
  if (!nodes.real || nodes.kwok > 0 || audit || !isUsual(settings)) return false;
  if (isSupervised(layoutOf(cacheFolder(environment), name))) return false;
  return await dockerAnswers(environment);
}

/** Undefined where kind can make no cluster here, once that was said. */
async function tryKind(settings: Settings): Promise<Cluster | undefined> {
  try {
    return await upKind(settings);
  } catch (error) {
    if (!(error instanceof KindFailed)) throw error;
    settings.report(`kind can't make a cluster here: ${error.what}. One is built from Go modules instead.`);
    return undefined;
  }
}

function nonEmpty(text: string | undefined): string | undefined {
  return text === "" ? undefined : text;
}
