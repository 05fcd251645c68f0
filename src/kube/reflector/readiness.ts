import type { Client } from "../client.ts";
import type { Clock } from "../clock.ts";
import { ApiError } from "../errors.ts";
import { withTimeout } from "../timeout.ts";

/** Whether the API server is away, by its own `/readyz`. It is asked only while somebody wants to know. */
export interface Readiness {
  /**
   * Resolves once the server is back after `since` (monotonic time, ms); never, if it isn't away, or once the signal
   * aborts.
   */
  whenBack(since: number, signal: AbortSignal): Promise<void>;
  /** Monotonic time in ms at which it was last found to be back; -Infinity before. */
  backAt(): number;
}

const EVERY_MS = 1_000;
/** An answer that takes longer is none. */
const ANSWER_MS = 2_000;

/**
 * Asks for `/readyz`, as every authenticated user may, each second while somebody waits: only a server that didn't
 * answer, or said that it isn't ready, and does now, is back.
 */
export function createReadiness({ client, clock }: { client: Pick<Client, "raw">; clock: Clock }): Readiness {
  let isAway = false;
  let backAt = Number.NEGATIVE_INFINITY;
  /** All who wait, each told when the server is back. */
  const waiting = new Set<() => void>();
  let asking: AbortController | undefined;

  async function isReady(signal: AbortSignal): Promise<boolean> {
    const bounds = { clock, ms: ANSWER_MS, what: "the API server", signals: [signal] };
    try {
      await withTimeout(bounds, (within) => client.raw("GET", "/readyz", { signal: within }));
      return true;
    } catch (error) {
      return error instanceof ApiError && isThere(error);
    }
  }

  /** Asks until it is known that the server is there, or nobody waits any more. */
  async function ask(signal: AbortSignal): Promise<void> {
    while (!(await isReady(signal))) {
      if (signal.aborted) return;
      isAway = true;
      await clock.sleep(EVERY_MS, signal);
    }
    if (!isAway) return;
    isAway = false;
    backAt = clock.monotonic();
    for (const tell of waiting) tell();
  }

  function start(): void {
    if (asking) return;
    const mine = new AbortController();
    asking = mine;
    void ask(mine.signal)
      .catch(() => undefined)
      .finally(() => {
        if (asking === mine) asking = undefined;
      });
  }

  function leave(tell: () => void): void {
    waiting.delete(tell);
    if (waiting.size > 0) return;
    asking?.abort();
    asking = undefined;
  }

  return {
    backAt: () => backAt,
    async whenBack(since, signal) {
      if (backAt > since) return;
      const back = Promise.withResolvers<void>();
      waiting.add(back.resolve);
      signal.addEventListener("abort", () => leave(back.resolve), { once: true });
      start();
      await back.promise;
    },
  };
}

/** A server that won't tell this user is there; one that turns everybody away (429), or gave up waiting (408), is not. */
const isThere = ({ status }: ApiError): boolean => status < 500 && status !== 429 && status !== 408;
