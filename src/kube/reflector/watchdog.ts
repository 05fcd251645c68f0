import type { Clock } from "../clock.ts";
import { TransportError } from "../errors.ts";

/** Aborts something that has been silent for too long. */
export interface Watchdog {
  /** Aborts with the parent's reason, or with a TransportError "WATCH_SILENT" after the limit; and once stopped. */
  readonly signal: AbortSignal;
  /** There was a sign of life. */
  touch(): void;
  stop(): void;
}

export function createWatchdog(limitMs: number, clock: Clock, parent: AbortSignal): Watchdog {
  const silence = new AbortController();
  const stopped = new AbortController();
  let last = clock.monotonic();

  async function guard(): Promise<void> {
    const until = AbortSignal.any([parent, stopped.signal]);
    while (!until.aborted) {
      const left = last + limitMs - clock.monotonic();
      if (left <= 0) {
        const message = `the watch was silent for ${limitMs / 1000} s`;
        silence.abort(new TransportError(message, { code: "WATCH_SILENT", maybeSent: true }));
        return;
      }
      await clock.sleep(left, until);
    }
  }
  // The only rejection is the sleep's, when it is to end.
  guard().catch(() => undefined);

  return {
    signal: AbortSignal.any([parent, silence.signal, stopped.signal]),
    touch() {
      last = clock.monotonic();
    },
    // What was watched ends with it: a request whose answer nobody has read yet would stay open.
    stop: () => stopped.abort(),
  };
}
