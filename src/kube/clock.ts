import { setImmediate, setTimeout } from "node:timers/promises";

/** All time that the runtime sees, so that tests can own it. */
export interface Clock {
  /** Wall-clock milliseconds since the epoch. For what people read, never for measuring a span. */
  now(): number;
  /** Milliseconds from an arbitrary start that never jump. */
  monotonic(): number;
  /** Resolves after `ms`; rejects with the signal's reason as soon as it aborts. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

/** The longest delay that Node's timers take; a longer one fires at once. */
const longestTimerMs = 2 ** 31 - 1;

export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  async sleep(ms, signal) {
    try {
      await setTimeout(Math.min(Math.max(ms, 0), longestTimerMs), undefined, signal ? { signal } : {});
    } catch (error) {
      signal?.throwIfAborted();
      throw error;
    }
  },
};

/** Lets timers and I/O run: to be awaited now and then in long loops. */
export async function yieldToEventLoop(): Promise<void> {
  await setImmediate();
}
