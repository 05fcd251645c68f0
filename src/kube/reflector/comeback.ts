import type { Client } from "../client.ts";
import type { Clock } from "../clock.ts";
import { ApiError } from "../errors.ts";
import { withTimeout } from "../timeout.ts";

/** How long somebody waits before another attempt. */
export interface Wait {
  ms: number;
  /** So long even if the API server is back sooner: it asked for it. */
  atLeastMs: number;
  /** Monotonic time at which the attempt began that failed. */
  since: number;
}

/** Cuts waits short once an API server that was away answers again. One for all that wait for the same server. */
export interface Comeback {
  /**
   * Resolves after the wait, or once the signal aborts. True: sooner, since the API server is back. It is not asked
   * while nobody waits.
   */
  wait(wait: Wait, signal: AbortSignal): Promise<boolean>;
}

const EVERY_MS = 1_000;
/** An answer that takes longer is none. */
const ANSWER_MS = 2_000;

/**
 * Delays that grow spare an API server that refuses one thing or is overloaded; they are no use once one that was
 * away for minutes is there again. It is asked for `/readyz`, as every authenticated user may, each second while
 * somebody waits: only a server that didn't answer, or said that it isn't ready, and does now, is back.
 */
export function createComeback({ client, clock }: { client: Pick<Client, "raw">; clock: Clock }): Comeback {
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
      return error instanceof ApiError && error.status < 500;
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

  /** Resolves once the server is back after `since`; never, if it isn't away. */
  async function whenBack(since: number, signal: AbortSignal): Promise<void> {
    if (backAt > since) return;
    const back = Promise.withResolvers<void>();
    waiting.add(back.resolve);
    signal.addEventListener("abort", () => leave(back.resolve), { once: true });
    start();
    await back.promise;
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
    async wait({ ms, atLeastMs, since }, signal) {
      if (signal.aborted) return false;
      const over = new AbortController();
      const within = AbortSignal.any([signal, over.signal]);
      const returned = whenBack(since, within);
      try {
        await clock.sleep(Math.min(atLeastMs, ms), within);
        const rest = clock.sleep(Math.max(0, ms - atLeastMs), within).then(() => false);
        return await Promise.race([rest, returned.then(() => true)]);
      } catch {
        return false;
      } finally {
        over.abort();
      }
    },
  };
}

/** Waits the whole time, whatever the API server does. */
export const patience = (clock: Pick<Clock, "sleep">): Comeback => ({
  wait: ({ ms }, signal) =>
    clock.sleep(ms, signal).then(
      () => false,
      () => false,
    ),
});
