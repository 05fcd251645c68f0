import type { Clock } from "./clock.ts";

/** A clock whose wall-clock time is the API server's. */
export interface ServerClock extends Clock {
  /** Takes the `Date` header of an answer that has just come (RFC 9110: whole seconds). */
  heard(date: string | undefined): void;
}

/** A `Date` header is up to a second old when it is written, and an answer may take some time. */
const TOLERANCE_MS = 3_000;

/**
 * Deadlines count from times that the API server or a controller beside it wrote. A machine whose own clock is wrong,
 * or is set while the process runs, must not end a run because of that: time goes on monotonically from what the
 * machine's clock said at the start, and is set right by any answer that contradicts it.
 */
export function createServerClock(clock: Clock): ServerClock {
  let offset = clock.now() - clock.monotonic();
  return {
    now: () => clock.monotonic() + offset,
    monotonic: () => clock.monotonic(),
    sleep: (ms, signal) => clock.sleep(ms, signal),
    heard(date) {
      const server = Date.parse(date ?? "");
      const error = server + 500 - (clock.monotonic() + offset);
      if (Math.abs(error) > TOLERANCE_MS) offset += error;
    },
  };
}
