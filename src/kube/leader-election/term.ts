import type { Clock } from "../clock.ts";
import { FencedError } from "../errors.ts";

/** One leadership, from taking the lease to its end. It ends once. */
export interface Term {
  /** Aborts with a FencedError as soon as the leadership is lost; not when it is ended in order. */
  readonly signal: AbortSignal;
  /** Resolves when the leadership is lost. */
  readonly lost: Promise<void>;
  /**
   * Throws a FencedError unless the leadership holds now. It reads the clock: a process that was frozen beyond its
   * deadline is fenced by the first call after it woke, before any timer of its own fires.
   */
  check(): void;
  /** A renewal succeeded that was sent at this monotonic time: the deadline counts from there. */
  renewed(sentAt: number): void;
  lose(why: string): void;
  end(): void;
}

/**
 * The deadline counts from the *sending* of the last successful write. Others count the lease's duration from when
 * they saw that write, which is later: so this process stops `lease duration − deadlineMs` before anybody takes over.
 */
export function createTerm(clock: Clock, deadlineMs: number, sentAt: number): Term {
  const ended = new AbortController();
  const loss = new AbortController();
  const lost = Promise.withResolvers<void>();
  let deadline = sentAt + deadlineMs;

  function lose(why: string): void {
    if (ended.signal.aborted) return;
    ended.abort();
    lost.resolve();
    loss.abort(new FencedError(`the leadership is lost: ${why}`));
  }

  function expire(): boolean {
    if (clock.monotonic() < deadline) return false;
    lose(`the lease was not renewed within ${deadlineMs / 1000} s`);
    return true;
  }

  async function guard(): Promise<void> {
    while (!ended.signal.aborted && !expire()) await clock.sleep(deadline - clock.monotonic(), ended.signal);
  }
  // The only rejection is the sleep's, when the term has ended.
  guard().catch(() => undefined);

  return {
    signal: loss.signal,
    lost: lost.promise,
    check() {
      if (!ended.signal.aborted) expire();
      loss.signal.throwIfAborted();
      if (ended.signal.aborted) throw new FencedError("the leadership has ended");
    },
    renewed(at) {
      // What was renewed too late was not held in between.
      if (!ended.signal.aborted && !expire()) deadline = at + deadlineMs;
    },
    lose,
    end: () => ended.abort(),
  };
}
