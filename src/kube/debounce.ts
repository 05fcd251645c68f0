import type { Clock } from "./clock.ts";

/** Gathers items and hands them over together, some time after the first. */
export interface Debounce<T> {
  add(item: T): void;
}

export function createDebounce<T>(ms: number, clock: Clock, act: (items: Set<T>) => void): Debounce<T> {
  let gathered = new Set<T>();
  return {
    add(item) {
      gathered.add(item);
      if (gathered.size > 1) return;
      const flush = () => {
        const items = gathered;
        gathered = new Set();
        act(items);
      };
      clock.sleep(ms).then(flush, flush);
    },
  };
}
