import { type KubernetesVersion, NEWEST, readKubernetesVersion } from "./build/versions.ts";
import type { Environment } from "./util/run.ts";

/** The nodes a cluster is wanted with; none at all is a control plane alone. */
export interface Nodes {
  /** One node with kubelet, containerd and runc. */
  readonly real: boolean;
  /** Number of nodes played by kwok, whose pods start and complete without containers. */
  readonly kwok: number;
}

/** Where the cluster comes from; `auto` takes the first of the three that is there. */
export type Provider = "auto" | "existing" | "kind" | "built";

/** What keeps the API server's data: etcd, or kine with sqlite, as in K3s. */
export const STORES = ["etcd", "kine"] as const;
export type Store = (typeof STORES)[number];

/** What decides which programs a built cluster is made of. */
export interface Parts {
  readonly nodes: Nodes;
  readonly store: Store;
  readonly kubernetes: KubernetesVersion;
}

/** What `up` is asked for. */
export interface UpOptions {
  /** The process' environment (PATH, HOME, XDG_CACHE_HOME, Go's own); nothing else reads it. */
  readonly environment: Environment;
  /** Name of the cluster, `batchtask` by default; clusters of different names run side by side. */
  readonly name?: string;
  /** The nodes wanted: three of kwok's by default. */
  readonly nodes?: Partial<Nodes>;
  readonly provider?: Provider;
  /** Of a built cluster; etcd by default, or what BATCHTASK_TEST_STORE in the environment says. */
  readonly store?: Store | undefined;
  /** Of a built cluster; the newest by default, or what BATCHTASK_TEST_KUBERNETES in the environment says. */
  readonly kubernetes?: KubernetesVersion | undefined;
  /** Image of kind's node, instead of the one that kind names itself. */
  readonly nodeImage?: string | undefined;
  /** A cluster that is there already. */
  readonly kubeconfig?: string;
  readonly context?: string;
  /** Writes an audit log at level Metadata. */
  readonly audit?: boolean;
  /**
   * Process that the cluster must not outlive, by default the caller; `none` keeps it until `down`.
   */
  readonly owner?: number | "none";
  /** Gets the lines that say what goes on. */
  readonly report?: (line: string) => void;
  /** Ends `up` early and leaves nothing behind. */
  readonly signal?: AbortSignal;
}

/** The options with their defaults filled in. */
export interface Settings extends Parts {
  readonly environment: Environment;
  readonly name: string;
  readonly nodeImage: string | undefined;
  readonly audit: boolean;
  readonly owner: number | "none";
  readonly report: (line: string) => void;
  readonly signal: AbortSignal | undefined;
}

/** Fills the defaults in. */
export function settle(options: UpOptions): Settings {
  const name = options.name ?? "batchtask";
  if (!/^[a-z0-9]([a-z0-9-]{0,30}[a-z0-9])?$/.test(name)) {
    throw new Error(`"${name}" can't name a cluster: use up to 32 of a-z, 0-9 and "-"`);
  }
  const { environment } = options;
  const real = options.nodes?.real ?? false;
  return {
    environment,
    name,
    nodes: { real, kwok: options.nodes?.kwok ?? (real ? 0 : 3) },
    store: options.store ?? storeOf(environment),
    kubernetes: options.kubernetes ?? versionOf(environment),
    nodeImage: options.nodeImage,
    audit: options.audit ?? false,
    owner: options.owner ?? process.pid,
    report: options.report ?? (() => {}),
    signal: options.signal,
  };
}

function storeOf(environment: Environment): Store {
  const text = environment["BATCHTASK_TEST_STORE"] || "etcd";
  const store = STORES.find((one) => one === text);
  if (store === undefined)
    throw new Error(`BATCHTASK_TEST_STORE must be one of ${STORES.join(", ")}, not "${text}"`);
  return store;
}

function versionOf(environment: Environment): KubernetesVersion {
  const text = environment["BATCHTASK_TEST_KUBERNETES"] || NEWEST;
  return readKubernetesVersion(text, "BATCHTASK_TEST_KUBERNETES");
}
