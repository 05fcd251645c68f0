import type { Client } from "../client.ts";
import type { Clock } from "../clock.ts";
import { errorKind } from "../errors.ts";
import type { ObjectRef } from "../object.ts";
import { withTimeout } from "../timeout.ts";
import { heldBy, heldByNobody, type Lease, LEASES, type LeaseSpec } from "./lease.ts";
import { createObservation } from "./observation.ts";

/** `sentAt`: the monotonic time before the write that took or renewed the lease was sent. */
export type Attempt = { held: true; sentAt: number } | { held: false };

/** One process' hand on a lease. Every write is a compare-and-swap, so of two that take it at once one succeeds. */
export interface Candidate {
  /**
   * Takes the lease if nobody else holds it, or renews it. Resolves with `held: false` while another holds it.
   * Rejects as the client does; what was sent may then have been carried out.
   */
  attempt(signal: AbortSignal): Promise<Attempt>;
  /** Gives the lease up if it is this process' own; does nothing otherwise. Rejects as the client does. */
  release(): Promise<void>;
  /** Who holds the lease, as last seen. */
  readonly holder: string | undefined;
}

export interface CandidateOptions {
  client: Pick<Client, "get" | "create" | "mergePatch">;
  /** The lease's namespace and name. */
  ref: ObjectRef;
  /** Of the lease: by each write, so that one without them has them with the next renewal. They decide nothing. */
  labels?: Record<string, string> | undefined;
  identity: string;
  durationSeconds: number;
  /** Each request is aborted after so long. */
  requestMs: number;
  clock: Clock;
  /** A renewal found the lease changed by others, and read it again. */
  onSlowPath?: (() => void) | undefined;
}

const releaseAttempts = 3;

export function createCandidate(options: CandidateOptions): Candidate {
  const { client, ref, labels, identity, durationSeconds, requestMs, clock } = options;
  const observation = createObservation(clock, durationSeconds);
  /** A write was sent, so that the lease may be ours even if no answer said so. */
  let mayHold = false;

  function bounded<T>(send: (signal: AbortSignal) => Promise<T>, ...signals: AbortSignal[]): Promise<T> {
    return withTimeout({ clock, ms: requestMs, what: "the request", signals }, send);
  }

  const read = (...signals: AbortSignal[]): Promise<Lease | undefined> =>
    bounded((signal) => client.get(LEASES, ref, { signal }), ...signals);

  const mark = labels && { labels };

  /** Writes over this very state of the lease. */
  function swap({ metadata = {} }: Lease, spec: LeaseSpec, ...signals: AbortSignal[]): Promise<Lease> {
    const { resourceVersion, uid } = metadata;
    const patch = { metadata: { resourceVersion, uid, ...mark }, spec };
    return bounded((signal) => client.mergePatch(LEASES, ref, patch, { signal }), ...signals);
  }

  async function take(before: Lease | undefined, stop: AbortSignal): Promise<Attempt> {
    const sentAt = clock.monotonic();
    mayHold = true;
    const spec = heldBy(identity, before?.spec, { nowMs: clock.now(), durationSeconds });
    const { name, namespace } = ref;
    const created = { metadata: { name, namespace, ...mark }, spec };
    const lease = before
      ? await swap(before, spec, stop)
      : await bounded((signal) => client.create(LEASES, created, { signal }), stop);
    observation.see(lease);
    return { held: true, sentAt };
  }

  /** Renews what the last write left, without a read. undefined: it has changed since. */
  async function renew(signal: AbortSignal): Promise<Attempt | undefined> {
    const { lease } = observation;
    if (!lease || observation.holder !== identity) return undefined;
    try {
      return await take(lease, signal);
    } catch (error) {
      if (errorKind(error) !== "Conflict") throw error;
      options.onSlowPath?.();
      return undefined;
    }
  }

  return {
    async attempt(signal) {
      const renewed = await renew(signal);
      if (renewed) return renewed;
      const lease = await read(signal);
      if (lease) observation.see(lease);
      // A lease that was deleted under its holder is still the holder's for its duration.
      return observation.isHeldByOther(identity) ? { held: false } : take(lease, signal);
    },

    async release() {
      for (let attempt = 1; mayHold; attempt += 1) {
        const lease = await read();
        if (lease?.spec?.holderIdentity !== identity) return;
        try {
          await swap(lease, heldByNobody(clock.now()));
          mayHold = false;
        } catch (error) {
          // An aborted renewal may have arrived in between.
          if (errorKind(error) !== "Conflict" || attempt >= releaseAttempts) throw error;
        }
      }
    },

    get holder() {
      return observation.holder;
    },
  };
}
