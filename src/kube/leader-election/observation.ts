import type { Clock } from "../clock.ts";
import type { Lease, LeaseSpec } from "./lease.ts";

/**
 * What is known of a lease. Its times are other clocks', so they are never compared with ours: a lease is valid for
 * its duration from when *we* saw it change, by our monotonic clock (client-go's rule).
 */
export interface Observation {
  /** Takes what the API server just said. */
  see(lease: Lease): void;
  readonly lease: Lease | undefined;
  /** Who holds it, valid or not. */
  readonly holder: string | undefined;
  /** Somebody other than `identity` may still hold it. */
  isHeldByOther(identity: string): boolean;
}

export function createObservation(clock: Pick<Clock, "monotonic">, defaultSeconds: number): Observation {
  let lease: Lease | undefined;
  let changedAt = Number.NEGATIVE_INFINITY;
  return {
    see(next) {
      // Labels or a resourceVersion that change are no renewal.
      if (JSON.stringify(next.spec) !== JSON.stringify(lease?.spec)) changedAt = clock.monotonic();
      lease = next;
    },
    get lease() {
      return lease;
    },
    get holder() {
      return holderOf(lease?.spec);
    },
    isHeldByOther(identity) {
      const holder = holderOf(lease?.spec);
      if (holder === undefined || holder === identity) return false;
      const validMs = (lease?.spec?.leaseDurationSeconds ?? defaultSeconds) * 1000;
      return clock.monotonic() < changedAt + validMs;
    },
  };
}

const holderOf = (spec: LeaseSpec | undefined): string | undefined => spec?.holderIdentity || undefined;
