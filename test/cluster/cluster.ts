import type { Store } from "./options.ts";
import type { ComponentState } from "./supervise/protocol.ts";
import type { Ran } from "./util/run.ts";

/** What a cluster can do beyond the Kubernetes API. */
export interface Capabilities {
  /** Containers really run: `kubectl logs` and `kubectl exec` work. */
  readonly realNode: boolean;
  /** Number of nodes played by kwok. */
  readonly kwokNodes: number;
  /** Path of the audit log, where one is written. */
  readonly auditLog: string | undefined;
  /** What keeps the API server's data, which is also its component's name; undefined where that is not known. */
  readonly store: Store | undefined;
  /** Single components can be stopped and started. */
  readonly components: boolean;
}

/** Input for `kubectl`. */
export interface KubectlOptions {
  readonly input?: string;
  readonly timeoutMs?: number;
}

/** A cluster that runs. */
export interface Cluster {
  readonly name: string;
  readonly kind: "existing" | "kind" | "built";
  /** Path of the kubeconfig. */
  readonly kubeconfig: string;
  /** The context of the kubeconfig to use, where it isn't the current one. */
  readonly context: string | undefined;
  /** Path of a kubectl. */
  readonly kubectlPath: string;
  /** Folder with the logs and everything else of a built cluster. */
  readonly stateDir: string | undefined;
  readonly has: Capabilities;
  /** Whether `up` started it just now; false where it ran already. */
  readonly started: boolean;
  /** Calls kubectl on this cluster. */
  readonly kubectl: (args: readonly string[], options?: KubectlOptions) => Promise<Ran>;
  /**
   * Makes images available on the real node under these names, as local stand-ins: each holds a static
   * busybox, whatever its name says. Does nothing where the cluster pulls images itself.
   */
  readonly loadImages: (names: readonly string[]) => Promise<void>;
  /** Imports a docker-archive into the real node's container runtime. */
  readonly importImage: (archive: string) => Promise<void>;
  /** The processes of a built cluster, with their ids and logs. */
  readonly components: () => Promise<readonly ComponentState[]>;
  /** Ends one process of a built cluster, SIGTERM by default, and waits for its end. */
  readonly stopComponent: (name: string, signal?: NodeJS.Signals) => Promise<void>;
  /** Starts a stopped process again, on the same ports and data. */
  readonly startComponent: (name: string) => Promise<void>;
  /** Removes a kind or built cluster; an existing one stays as it is. */
  readonly down: () => Promise<void>;
}

/** Throws what a cluster that isn't built here can't do. */
export function unsupported(kind: string): () => Promise<never> {
  return () =>
    Promise.reject(new Error(`a cluster of kind "${kind}" has no components to be stopped or started`));
}
