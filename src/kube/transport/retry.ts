import { exponential } from "../backoff.ts";
import { ApiError, retryAfterMs, TransportError } from "../errors.ts";

/**
 * When a request may be sent once more:
 * - "always": a second one does no harm, whether the first was carried out or not (reads; writes that compare a
 *   resourceVersion or a UID: the repetition of a successful one is at worst a 409 or 404);
 * - "unsent": only if the first was certainly not carried out (never sent, or refused with 429).
 */
export type Replay = "always" | "unsent";

export interface RetryPolicy {
  /** Attempts in all. */
  attempts: number;
  initialMs: number;
  maxMs: number;
  /** If the server asks for a longer wait than this, the caller gets the error (with the wait) instead. */
  longestRetryAfterMs: number;
}

export const defaultRetryPolicy: RetryPolicy = {
  attempts: 4,
  initialMs: 100,
  maxMs: 5_000,
  longestRetryAfterMs: 10_000,
};

export interface Failure {
  error: unknown;
  /** Attempts made so far, at least 1. */
  attempts: number;
  replay: Replay;
}

/** The delay in ms before the next attempt, or undefined to give up. `Retry-After` is a floor, never shortened. */
export function retryDelay(failure: Failure, policy: RetryPolicy, random: () => number): number | undefined {
  if (failure.attempts >= policy.attempts || !mayRepeat(failure)) return undefined;
  const floor = retryAfterMs(failure.error);
  if (floor > policy.longestRetryAfterMs) return undefined;
  const backoff = exponential({ ...policy, factor: 2 }, failure.attempts - 1) * (0.5 + random() / 2);
  // Jitter on top of the floor, lest all clients that were sent away come back together.
  return floor > 0 ? floor + backoff : backoff;
}

function mayRepeat({ error, replay }: Failure): boolean {
  if (error instanceof ApiError) return error.status === 429 || (replay === "always" && error.status >= 500);
  if (error instanceof TransportError) return !hopeless(error) && (replay === "always" || !error.maybeSent);
  return false;
}

/** A certificate that is not trusted now won't be within seconds, nor will a proxy let through whom it has turned away. */
function hopeless(error: TransportError): boolean {
  return /CERT|TLS|SIGNATURE|ALTNAME|UND_ERR_INVALID_ARG|PROXY_4/.test(error.code);
}
