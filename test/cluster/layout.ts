import { homedir } from "node:os";
import { join } from "node:path";
import type { Environment } from "./util/run.ts";

/** The checkout that this is part of. */
export const CHECKOUT = join(import.meta.dirname, "..", "..");

/** Where builds and the state of running clusters are kept. */
export function cacheFolder(environment: Environment): string {
  const home = environment["XDG_CACHE_HOME"];
  const base =
    home !== undefined && home.startsWith("/") ? home : join(environment["HOME"] ?? homedir(), ".cache");
  return join(base, "batchtask");
}

/** The paths of one cluster's state. */
export interface Layout {
  readonly state: string;
  readonly record: string;
  readonly socket: string;
  readonly kubeconfig: string;
  readonly certificates: string;
  readonly logs: string;
  readonly config: string;
  /** Data of etcd, or of what serves in its place. */
  readonly store: string;
  readonly audit: string;
  readonly containerd: string;
  readonly kubelet: string;
}

/** The folder that holds every cluster's state folder. */
export function clustersFolder(cache: string): string {
  return join(cache, "clusters");
}

/** The paths of the named cluster. */
export function layoutOf(cache: string, name: string): Layout {
  const state = join(clustersFolder(cache), name);
  const socket = join(state, "supervisor.sock");
  if (Buffer.byteLength(socket) > 100) {
    throw new Error(`${socket} is too long for a socket's path: set XDG_CACHE_HOME to a shorter one`);
  }
  return {
    state,
    socket,
    record: join(state, "cluster.json"),
    kubeconfig: join(state, "kubeconfig"),
    certificates: join(state, "certificates"),
    logs: join(state, "logs"),
    config: join(state, "config"),
    store: join(state, "store"),
    audit: join(state, "logs", "audit.log"),
    containerd: join(state, "containerd"),
    kubelet: join(state, "kubelet"),
  };
}
