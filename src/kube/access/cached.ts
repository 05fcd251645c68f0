import type { Clock } from "../clock.ts";

/** Credentials are read again after this long at the latest: client-go's interval for token files. */
const credentialsMaxAgeMs = 60_000;

/**
 * A value that is loaded when needed and kept for `maxAgeMs`. Calls at the same time share one load. If a reload
 * fails, the old value stays in use (a file may be in the middle of its rotation); only a forced or first load fails.
 */
export function cached<T>(
  load: (force: boolean) => Promise<T>,
  clock: Pick<Clock, "monotonic">,
  maxAgeMs: number = credentialsMaxAgeMs,
): (force: boolean) => Promise<T> {
  let current: { value: T; at: number } | undefined;
  let pending: Promise<T> | undefined;

  const reload = async (force: boolean): Promise<T> => {
    try {
      const value = await load(force);
      current = { value, at: clock.monotonic() };
      return value;
    } catch (error) {
      if (force || !current) throw error;
      return current.value;
    } finally {
      pending = undefined;
    }
  };

  return async (force) => {
    if (pending) return await pending;
    if (!force && current && clock.monotonic() - current.at < maxAgeMs) return current.value;
    pending = reload(force);
    return await pending;
  };
}
