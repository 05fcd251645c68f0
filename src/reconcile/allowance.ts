/** So much may be done at once, and so much more each second. */
export interface AllowanceOptions {
  perSecond: number;
  burst: number;
  /** Milliseconds that never jump. */
  monotonic: () => number;
}

/** A token bucket: true takes one, false says that there is none left for now. */
export function createAllowance({ perSecond, burst, monotonic }: AllowanceOptions): () => boolean {
  let [tokens, since] = [burst, monotonic()];
  return () => {
    const now = monotonic();
    tokens = Math.min(burst, tokens + ((now - since) / 1000) * perSecond);
    since = now;
    if (tokens < 1) return false;
    tokens -= 1;
    return true;
  };
}
