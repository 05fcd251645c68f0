import type { Merged } from "../merge/merged.ts";
import { type FreezeWindow, freezeWindows } from "./read.ts";
import { type FreezeState, freezeState } from "./state.ts";

/** Which freezes are on, under what policies ask for together. */
export interface Freezes {
  /** @param now milliseconds since the epoch */
  at(merged: Pick<Merged, "freezes">, now: number): FreezeState;
}

const NEVER: FreezeState = { changesAt: undefined };

/** Works each state out once, for as long as it lasts: ten thousand tasks may ask while one freeze is on. */
export function createFreezes(): Freezes {
  interface Known {
    windows: readonly FreezeWindow[];
    /** Since when the state holds. */
    from: number;
    state: FreezeState;
  }
  const known = new WeakMap<Merged["freezes"], Known>();

  return {
    at({ freezes }, now) {
      if (freezes.length === 0) return NEVER;
      const before = known.get(freezes);
      // The API server's clock may be set back.
      if (before && before.from <= now && now < (before.state.changesAt ?? Number.POSITIVE_INFINITY))
        return before.state;
      const windows = before?.windows ?? freezeWindows(freezes);
      const state = freezeState(windows, now);
      known.set(freezes, { windows, from: now, state });
      return state;
    },
  };
}
