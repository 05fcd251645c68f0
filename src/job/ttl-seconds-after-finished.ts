/**
 * Seconds that a finished Job is kept at least until its result is recorded, so that a short TTL
 * does not remove the result while the operator is away.
 */
export const UNRECORDED_TTL_SECONDS = 600;

/** The TTL that a run's Job carries: the asked one once its result is recorded, no shorter than 600 s before. */
export function jobTtl(ttl: number | undefined, resultRecorded: boolean): number | undefined {
  return ttl === undefined || resultRecorded ? ttl : Math.max(ttl, UNRECORDED_TTL_SECONDS);
}
