/** Waits; ends early, by throwing the signal's reason, when `signal` is aborted. */
export function sleep(milliseconds: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const reason = (): Error => (signal?.reason instanceof Error ? signal.reason : new Error("interrupted"));
    if (signal?.aborted === true) {
      reject(reason());
      return;
    }
    const stop = (): void => {
      clearTimeout(timer);
      reject(reason());
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener("abort", stop);
      resolve();
    }, milliseconds);
    signal?.addEventListener("abort", stop, { once: true });
  });
}

/** How `waitFor` asks, for how long, and what it says when it gives up. */
export interface Wait {
  readonly what: string;
  readonly timeoutMs: number;
  readonly everyMs?: number;
  readonly signal?: AbortSignal | undefined;
  /** Called between two tries; may throw to give up early. */
  readonly between?: () => Promise<void> | void;
  /** More to say in the error: usually a log's end and its path. */
  readonly explain?: () => string;
}

/** Calls `probe` until it answers other than undefined or false. */
export async function waitFor<T>(wait: Wait, probe: () => Promise<T | undefined | false>): Promise<T> {
  const deadline = Date.now() + wait.timeoutMs;
  for (;;) {
    const answer = await probe();
    if (answer !== undefined && answer !== false) return answer;
    await wait.between?.();
    if (Date.now() > deadline) {
      const more = wait.explain?.() ?? "";
      throw new Error(`${wait.what}: not within ${Math.round(wait.timeoutMs / 1000)} s.${more}`);
    }
    await sleep(wait.everyMs ?? 50, wait.signal);
  }
}
