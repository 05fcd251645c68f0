import type { Binaries } from "../build/binaries.ts";
import type { Layout } from "../layout.ts";
import type { Parts } from "../options.ts";
import type { Command } from "../util/debian.ts";
import type { Network } from "./network.ts";

/** A process that the supervisor runs. */
export interface ComponentSpec {
  readonly name: string;
  readonly argv: readonly string[];
  readonly log: string;
  readonly env: Readonly<Record<string, string>>;
  /** Runs inside the node's namespaces. */
  readonly inNode: boolean;
}

/** Everything that decides what a built cluster's processes are given. */
export interface Plan extends Parts {
  readonly name: string;
  readonly slot: number;
  readonly audit: boolean;
  /** Folder of the pods' cgroups; only with a real node. */
  readonly cgroup: string | undefined;
  readonly layout: Layout;
  readonly network: Network;
  readonly binaries: Binaries;
  /** PATH for the processes. */
  readonly path: string;
  /** Path of runc; only with a real node. */
  readonly runc: string | undefined;
  /** Only with a real node. */
  readonly nft: Command | undefined;
}

/** Names of the processes, as Kubernetes has them. */
export const NODE_NAMESPACES = "node-namespaces";
