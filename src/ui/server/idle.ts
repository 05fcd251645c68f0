import type { ServerClock } from "./world.ts";

/** How often it is asked whether there is still a reader, within the longest time without one. */
const IDLE_LOOKS = 60;

export interface Idleness {
  clock: ServerClock;
  /** Without a reader for so long it is over, in milliseconds. */
  idleMs: number;
  readers: () => number;
  /** When there was last a request, by the clock that never jumps; `touch` says that it is now. */
  touched: () => number;
  touch: () => void;
}

/** Resolves once there was no reader, and no request, for long; never where it is ended by the signal. */
export async function awaitIdle(
  { clock, idleMs, readers, touched, touch }: Idleness,
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    await clock.sleep(idleMs / IDLE_LOOKS, signal).catch(() => undefined);
    if (readers() > 0) touch();
    if (!signal.aborted && clock.monotonic() - touched() >= idleMs) return;
  }
  // Closed by whoever started it: that is no end of its own.
  await new Promise<void>(() => undefined);
}
