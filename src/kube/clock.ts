import { setImmediate } from "node:timers/promises";

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
  sleep,
};

/** What node:timers/promises does, without an AbortError of its own for each sleep that is cut short, as most are. */
function sleep(ms: number, signal?: AbortSignal): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const cut = (): void => {
    clearTimeout(timer);
    reject(signal?.reason);
  };
  const timer = setTimeout(
    () => {
      signal?.removeEventListener("abort", cut);
      resolve();
    },
    Math.min(Math.max(ms, 0), longestTimerMs),
  );
  if (signal?.aborted) cut();
  else signal?.addEventListener("abort", cut, { once: true });
  return promise;
}

/** Lets timers and I/O run: to be awaited now and then in long loops. */
export async function yieldToEventLoop(): Promise<void> {
  await setImmediate();
}

/**
 * Visits items one by one, and lets timers and I/O run after so many of them: what is done with tens of thousands at
 * once would keep the event loop from everything else.
 */
export async function visitInTurns<Item>(
  items: Iterable<Item>,
  perTurn: number,
  visit: (item: Item) => void,
): Promise<void> {
  let count = 0;
  for (const item of items) {
    visit(item);
    count += 1;
    if (count % perTurn === 0) await yieldToEventLoop();
  }
}
