import { isDeepStrictEqual } from "node:util";
import type { Clock } from "../clock.ts";

/** Credentials are read again after this long at the latest: client-go's interval for token files. */
const credentialsMaxAgeMs = 60_000;
/** What was read anew and is the same is not read again sooner. */
const sameAgainMs = 1_000;

/**
 * A value that is loaded when needed and kept for `maxAgeMs`. Calls at the same time share one load, and so do all who
 * bring the same refused value: who comes with an older one gets the present one. If a reload fails, the old value stays
 * in use (a file may be in the middle of its rotation); only a load for a refused value, or the first one, fails.
 * @param load reads the value; `force`: past whatever it keeps itself
 */
export function cached<T>(
  load: (force: boolean) => Promise<T>,
  clock: Pick<Clock, "monotonic">,
  maxAgeMs: number = credentialsMaxAgeMs,
): (refused?: T) => Promise<T> {
  let current: { value: T; at: number; forced: boolean } | undefined;
  let pending: Promise<T> | undefined;

  const reload = async (force: boolean): Promise<T> => {
    try {
      const value = await load(force);
      current = { value, at: clock.monotonic(), forced: force };
      return value;
    } catch (error) {
      if (force || !current) throw error;
      return current.value;
    } finally {
      pending = undefined;
    }
  };

  function start(force: boolean): Promise<T> {
    pending = reload(force);
    return pending;
  }

  const age = (at: number): number => clock.monotonic() - at;

  async function get(refused?: T): Promise<T> {
    if (pending) {
      const loaded = await pending;
      // A reload that keeps to what is known may bring the refused one again.
      return refused === undefined ? loaded : await get(refused);
    }
    if (!current) return await start(false);
    const { value, at, forced } = current;
    if (refused === undefined) return age(at) < maxAgeMs ? value : await start(false);
    const isFresh = !isDeepStrictEqual(value, refused) || (forced && age(at) < sameAgainMs);
    return isFresh ? value : await start(true);
  }

  return get;
}
