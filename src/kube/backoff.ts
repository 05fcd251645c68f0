import type { Clock } from "./clock.ts";

export interface BackoffOptions {
  /** The first delay in ms. */
  initialMs: number;
  /** No delay exceeds this before jitter. */
  maxMs: number;
  factor: number;
  /** Adds up to this share of the delay at random: 0.5 makes 100 ms anything from 100 to 150 ms. */
  jitter: number;
  /** Starts from `initialMs` again once this long passed after the last delay was over. */
  resetAfterMs?: number;
}

/** Delays that grow with each failure. */
export interface Backoff {
  /** The delay in ms to wait now; each call counts as one more failure. */
  next(): number;
  /** Forgets all failures. */
  reset(): void;
}

/** `initial × factor^failures`, at most `max`; exact for huge failure counts, too. */
export function exponential(
  options: Pick<BackoffOptions, "initialMs" | "maxMs" | "factor">,
  failures: number,
): number {
  return Math.min(options.maxMs, options.initialMs * options.factor ** Math.min(failures, 1000));
}

export function createBackoff(
  options: BackoffOptions,
  { clock, random }: { clock: Pick<Clock, "monotonic">; random: () => number },
): Backoff {
  let failures = 0;
  let readyAt = Number.NEGATIVE_INFINITY;
  return {
    next() {
      const now = clock.monotonic();
      if (options.resetAfterMs !== undefined && now - readyAt >= options.resetAfterMs) failures = 0;
      const delay = exponential(options, failures) * (1 + options.jitter * random());
      failures += 1;
      readyAt = now + delay;
      return delay;
    },
    reset() {
      failures = 0;
    },
  };
}
