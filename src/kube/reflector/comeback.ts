import type { Client } from "../client.ts";
import type { Clock } from "../clock.ts";
import { TransportError } from "../errors.ts";
import { createReadiness } from "./readiness.ts";

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
  /**
   * Settles as the work does, which gets a signal of its own. Where the API server was away while it waited for an
   * answer, and is back, and the answer still does not come, that signal aborts and a TransportError "SERVER_BACK" is
   * thrown: what was sent to a server that is gone, through something that keeps the connection, is never answered.
   */
  answered<T>(work: (signal: AbortSignal) => Promise<T>, signal: AbortSignal): Promise<T>;
}

/** What was sent may take so long before anybody asks whether the server is there. */
const SLOW_MS = 2_000;
/** A server that is back has so long to answer what was sent before: one that was frozen does. */
const GRACE_MS = 1_000;
/**
 * One that has just come back goes on to refuse some things for a moment: its rights are not loaded yet (403), or what is
 * before it has not found it yet. For so long nobody waits longer than a second.
 */
const SETTLING_MS = 15_000;
const SETTLING_WAIT_MS = 1_000;

/**
 * Delays that grow spare an API server that refuses one thing or is overloaded; they are no use once one that was
 * away for minutes is there again.
 */
export function createComeback(options: { client: Pick<Client, "raw">; clock: Clock }): Comeback {
  const { clock } = options;
  const readiness = createReadiness(options);

  /** The time to wait, in ms, where nothing happens. */
  function longest({ ms, atLeastMs }: Wait): number {
    const isSettling = clock.monotonic() - readiness.backAt() < SETTLING_MS;
    return isSettling ? Math.max(atLeastMs, Math.min(ms, SETTLING_WAIT_MS)) : ms;
  }

  async function breakOff(late: AbortController, signal: AbortSignal): Promise<void> {
    const since = clock.monotonic();
    await clock.sleep(SLOW_MS, signal);
    await readiness.whenBack(since, signal);
    await clock.sleep(GRACE_MS, signal);
    const message = "the API server was away and is back, and has not answered what was sent before";
    late.abort(new TransportError(message, { code: "SERVER_BACK", maybeSent: true }));
  }

  return {
    async wait(wait, signal) {
      if (signal.aborted) return false;
      const [ms, atLeastMs] = [longest(wait), wait.atLeastMs];
      const over = new AbortController();
      const within = AbortSignal.any([signal, over.signal]);
      const returned = readiness.whenBack(wait.since, within);
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
    async answered(work, signal) {
      const late = new AbortController();
      const over = new AbortController();
      // The only rejection is a sleep's, when the work has ended.
      breakOff(late, AbortSignal.any([signal, over.signal])).catch(() => undefined);
      try {
        return await work(AbortSignal.any([signal, late.signal]));
      } catch (error) {
        // undici wraps or replaces the abort's reason.
        throw late.signal.aborted && !signal.aborted ? late.signal.reason : error;
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
  answered: (work, signal) => work(signal),
});
