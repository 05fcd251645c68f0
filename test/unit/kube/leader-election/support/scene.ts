import type { Client } from "../../../../../src/kube/client.ts";
import { TransportError } from "../../../../../src/kube/errors.ts";
import {
  createElection,
  type Election,
  type ElectionOptions,
} from "../../../../../src/kube/leader-election/election.ts";
import { type Lease, LEASES } from "../../../../../src/kube/leader-election/lease.ts";
import { silentLogger } from "../../../../../src/kube/log.ts";
import { createFakeApi, type FakeApi } from "../../../../support/fake-api/api.ts";
import { type ManualClock, manualClock } from "../../support/manual-clock.ts";

export const ref = { namespace: "ns", name: "lease" };

export interface Replica {
  election: Election;
  /** When it led: from, and to (undefined: still does). By its clock. */
  led: { from: number; to?: number }[];
  outcome: Promise<"stopped" | "lost" | Error>;
  stop(): void;
  /** What happens to its requests: through, refused, sent without an answer. */
  network: { fails: "no" | "unsent" | "unanswered"; answerMs: number };
  mayAct(): boolean;
}

export interface Scene {
  api: FakeApi;
  clock: ManualClock;
  lease: () => Promise<Lease | undefined>;
  start: (identity: string, options?: Partial<ElectionOptions> & { drainMs?: number }) => Replica;
}

const noAnswer = () => new TransportError("no answer", { code: "ECONNRESET", maybeSent: true });

/** The client as one process sees it. */
function through(client: Client, network: Replica["network"], clock: ManualClock): ElectionOptions["client"] {
  async function call<T>(send: () => Promise<T>, signal: AbortSignal | undefined): Promise<T> {
    signal?.throwIfAborted();
    if (network.fails === "unsent") throw noAnswer();
    const answer = await send();
    await clock.sleep(network.answerMs, signal);
    if (network.fails === "unanswered") throw noAnswer();
    return answer;
  }
  return {
    get: (res, object, options) => call(() => client.get(res, object, options), options?.signal),
    create: (res, object, options) => call(() => client.create(res, object, options), options?.signal),
    mergePatch: (res, object, patch, options) =>
      call(() => client.mergePatch(res, object, patch, options), options?.signal),
  };
}

/** Processes that stand for one Lease of a fake API server, on one clock. */
export function scene(): Scene {
  const clock = manualClock();
  const api = createFakeApi(() => clock.now());
  return {
    api,
    clock,
    lease: () => api.client.get<Lease>(LEASES, ref),
    start(identity, { drainMs = 0, ...options } = {}) {
      const network: Replica["network"] = { fails: "no", answerMs: 10 };
      const abort = new AbortController();
      const own = options.clock ?? clock;
      const election = createElection({
        client: through(api.client, network, clock),
        ref,
        identity,
        clock: own,
        random: () => 0.5,
        log: silentLogger,
        ...options,
      });
      const led: Replica["led"] = [];
      const outcome = election
        .run(async (leadership) => {
          const term: { from: number; to?: number } = { from: own.monotonic() };
          led.push(term);
          await new Promise<void>((resolve) => {
            for (const signal of [abort.signal, leadership])
              signal.addEventListener("abort", () => resolve(), { once: true });
          });
          if (!leadership.aborted) await own.sleep(drainMs);
          term.to = own.monotonic();
        }, abort.signal)
        .catch((error: unknown) => (error instanceof Error ? error : new Error(String(error))));
      const mayAct = (): boolean => {
        try {
          election.fence();
          return true;
        } catch {
          return false;
        }
      };
      return { election, led, outcome, network, stop: () => abort.abort(), mayAct };
    },
  };
}
