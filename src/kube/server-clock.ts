import type { Clock } from "./clock.ts";

/** A clock whose wall-clock time is the API server's. */
export interface ServerClock extends Clock {
  /** Takes the `Date` header of an answer that has just come (RFC 9110: whole seconds). */
  heard(date: string | undefined): void;
}

/** A `Date` header is up to a second old when it is written, and an answer may take some time. */
const TOLERANCE_MS = 3_000;

/** One answer of a server, or a proxy, whose own clock is wrong must not end a run. */
const AGREEING_ANSWERS = 3;

/**
 * Deadlines count from times that the API server or a controller beside it wrote. A machine whose own clock is wrong,
 * or is set while the process runs, must not end a run because of that: time goes on monotonically from what the
 * machine's clock said at the start, and is set right by the first answer, and later by several that agree.
 * @param onSet told each time that it was set right: who waits for a time of day looks again. Must not throw
 */
export function createServerClock(clock: Clock, onSet: () => void = () => undefined): ServerClock {
  let offset = clock.now() - clock.monotonic();
  /** Other offsets that the last answers told, one after another. Before the first answer any one will do. */
  let told: number[] | undefined;

  function contradicted(by: number): void {
    const agreeing = (told ?? []).filter((one) => Math.abs(one - by) <= TOLERANCE_MS);
    const isSure = told === undefined || agreeing.length + 1 >= AGREEING_ANSWERS;
    told = isSure ? [] : [...agreeing, by];
    if (!isSure) return;
    offset = by;
    onSet();
  }

  return {
    now: () => clock.monotonic() + offset,
    monotonic: () => clock.monotonic(),
    sleep: (ms, signal) => clock.sleep(ms, signal),
    heard(date) {
      const server = Date.parse(date ?? "");
      if (Number.isNaN(server)) return;
      const error = server + 500 - (clock.monotonic() + offset);
      if (Math.abs(error) > TOLERANCE_MS) contradicted(offset + error);
      else told = [];
    },
  };
}
