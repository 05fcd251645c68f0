/** Between an answer and the next time it is asked, in milliseconds. */
export const PAUSE_MS = 500;

export interface Asking {
  /** Asks; once more after the answer where it is being asked already, however often this is called until then. */
  readonly again: () => void;
  readonly end: () => void;
}

/**
 * Asks for the same thing now and again, never twice at once: what changes faster than it can be asked for is told as
 * often as answers come.
 */
export function asking<T>(
  ask: (signal: AbortSignal) => Promise<T>,
  tell: (settled: PromiseSettledResult<T>) => void,
): Asking {
  const abort = new AbortController();
  let isAsking = false;
  let isDue = false;

  async function run(): Promise<void> {
    isAsking = true;
    while (isDue && !abort.signal.aborted) {
      isDue = false;
      const [settled] = await Promise.allSettled([ask(abort.signal)]);
      if (abort.signal.aborted) return;
      tell(settled);
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    }
    isAsking = false;
  }

  return {
    again() {
      isDue = true;
      if (!isAsking) void run();
    },
    end: () => abort.abort(),
  };
}
