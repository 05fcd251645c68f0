import type { ClusterProbe } from "../../../../../src/cli/check/cluster-probe.ts";
import { type Lease, LEASES } from "../../../../../src/kube/leader-election/lease.ts";
import type { KubeObject, ObjectMeta } from "../../../../../src/kube/object.ts";
import { collectionPath } from "../../../../../src/kube/resource.ts";

export const NOW = Date.UTC(2026, 10, 24, 22, 0, 0);

export const secondsAgo = (seconds: number): string => new Date(NOW - seconds * 1000).toISOString();

/** A Lease that somebody holds. @param path NAMESPACE/NAME */
export function heldLease(path: string, renewedSecondsAgo: number, metadata: ObjectMeta = {}): Lease {
  const [namespace, name] = path.split("/");
  const renewTime = secondsAgo(renewedSecondsAgo);
  return {
    metadata: { ...metadata, namespace, name },
    spec: { holderIdentity: `holder of ${path}`, renewTime, leaseDurationSeconds: 15 },
  };
}

/** A cluster that has Leases and Deployments alone. */
export function clusterOf(leases: readonly Lease[], deployments: readonly KubeObject[] = []): ClusterProbe {
  const within = (path: string): readonly KubeObject[] => {
    if (path === "/apis/apps/v1/deployments") return deployments;
    return leases.filter(({ metadata }) =>
      [collectionPath(LEASES), collectionPath(LEASES, metadata?.namespace)].includes(path),
    );
  };
  return {
    get: async () => "absent",
    list: async (path, selector) => {
      const [key = "", value] = selector?.split("=") ?? [];
      return within(path)
        .filter(({ metadata }) => selector === undefined || metadata?.labels?.[key] === value)
        .map((object) => ({ ...object }));
    },
    may: async () => true,
  };
}
