import type { Clock } from "./clock.ts";

export interface TimeoutOptions {
  clock: Pick<Clock, "sleep">;
  ms: number;
  /** What takes so long, for the error: "the reconcile". */
  what: string;
  /** Signals that abort the work as well. */
  signals: AbortSignal[];
}

/** A reason costs less than the error that takes its place. */
const DONE = "done";

/**
 * Runs the work with a signal that aborts with a TimeoutError after `ms`, or with one of `signals`. Settles as the
 * work does: work that ignores its signal is waited for.
 */
export async function withTimeout<T>(
  { clock, ms, what, signals }: TimeoutOptions,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const done = new AbortController();
  const late = new AbortController();
  clock.sleep(ms, done.signal).then(
    () => late.abort(new DOMException(`${what} took longer than ${ms} ms`, "TimeoutError")),
    () => undefined,
  );
  try {
    return await work(AbortSignal.any([...signals, late.signal]));
  } finally {
    done.abort(DONE);
  }
}
