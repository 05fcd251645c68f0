/** So much may be done at once, and so much more each second. */
export interface TokenBucketOptions {
  perSecond: number;
  burst: number;
  /** What takes long is done more rarely: it takes at most this part of one worker's time on the average. */
  share: number;
  /** Milliseconds that never jump. */
  monotonic: () => number;
}

/** Undefined: not now. Else it may be done, and what is returned is to be called at its end. */
export type TokenBucket = () => (() => void) | undefined;

/** Longest for which what took long keeps everything else waiting. */
const LONGEST_S = 30;

/** A token bucket. What takes long costs as many as come in its time, divided by the share; at first what the last one took. */
export function createTokenBucket({ perSecond, burst, share, monotonic }: TokenBucketOptions): TokenBucket {
  let [tokens, since, expectedMs] = [burst, monotonic(), 0];
  const pay = (ms: number): void => {
    tokens = Math.max(tokens - (ms / 1000 / share) * perSecond, -LONGEST_S * perSecond);
  };
  return () => {
    const begun = monotonic();
    tokens = Math.min(burst, tokens + ((begun - since) / 1000) * perSecond);
    since = begun;
    if (tokens < 1) return undefined;
    tokens -= 1;
    const paidMs = expectedMs;
    pay(paidMs);
    return () => {
      expectedMs = monotonic() - begun;
      pay(expectedMs - paidMs);
    };
  };
}
