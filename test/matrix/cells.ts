import { type KubernetesVersion, NEWEST } from "../cluster/build/versions.ts";
import type { Store } from "../cluster/options.ts";

/** The suites that are tried, in the order in which they are run. */
export const SUITES = ["integration", "faults", "e2e"] as const;
export type Suite = (typeof SUITES)[number];

/** One suite on one kind of cluster. */
export interface Cell {
  readonly version: KubernetesVersion;
  readonly store: Store;
  readonly suite: Suite;
}

/** What the matrix is to be made of. */
export interface Wanted {
  readonly versions: readonly KubernetesVersion[];
  /** Undefined: each version on etcd, and the newest on each other store. */
  readonly stores: readonly Store[] | undefined;
  readonly suites: readonly Suite[];
}

/** The cells, the oldest version first. Only the newest has a real node, which e2e is about. */
export function cellsOf({ versions, stores, suites }: Wanted): Cell[] {
  return versions.flatMap((version) =>
    (stores ?? (version === NEWEST ? ["etcd", "kine"] : ["etcd"])).flatMap((store) =>
      suites
        .filter((suite) => suite !== "e2e" || version === NEWEST)
        .map((suite) => ({ version, store, suite })),
    ),
  );
}

/** A cell's name, which no other one has. */
export function nameOf({ version, store, suite }: Cell): string {
  return `Kubernetes ${version} on ${store}: ${suite}`;
}
