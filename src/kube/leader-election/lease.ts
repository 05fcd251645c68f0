import { microTime } from "../time.ts";
import type { KubeObject } from "../object.ts";
import type { Resource } from "../resource.ts";

/** The part of coordination.k8s.io/v1 LeaseSpec that an election uses. Times are MicroTimes. */
export interface LeaseSpec {
  /** Absent or empty: nobody holds the lease. */
  holderIdentity?: string | null;
  leaseDurationSeconds?: number;
  acquireTime?: string;
  renewTime?: string;
  /** How often the holder changed. */
  leaseTransitions?: number;
}

export interface Lease extends KubeObject {
  spec?: LeaseSpec;
}

export const LEASES: Resource<Lease> = {
  group: "coordination.k8s.io",
  version: "v1",
  kind: "Lease",
  plural: "leases",
  namespaced: true,
};

/** What a holder writes: to take the lease of `before`, or to renew its own. */
export function heldBy(
  identity: string,
  before: LeaseSpec | undefined,
  { nowMs, durationSeconds }: { nowMs: number; durationSeconds: number },
): LeaseSpec {
  const now = microTime(nowMs);
  const own = before?.holderIdentity === identity;
  const transitions = before?.leaseTransitions ?? 0;
  return {
    holderIdentity: identity,
    leaseDurationSeconds: durationSeconds,
    acquireTime: own ? (before.acquireTime ?? now) : now,
    renewTime: now,
    leaseTransitions: before && !own ? transitions + 1 : transitions,
  };
}

/** What a holder writes as it leaves, as client-go does: the next one need not wait. */
export function heldByNobody(nowMs: number): LeaseSpec {
  return { holderIdentity: null, leaseDurationSeconds: 1, renewTime: microTime(nowMs) };
}
