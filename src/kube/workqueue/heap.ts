/** A set of keys, each with the time at which it is due; gives the earliest first. */
export interface DelayHeap {
  readonly size: number;
  /** The earliest time, or undefined if empty. */
  earliest(): number | undefined;
  /** Adds the key, or moves it to `at` if that is earlier than its time so far. */
  push(key: string, at: number): void;
  /** The key is no longer due. */
  remove(key: string): void;
  /** Removes and returns the key with the earliest time. */
  pop(): string | undefined;
  clear(): void;
}

interface Entry {
  key: string;
  at: number;
}

/** With fewer entries than these nothing is gained by taking out those that are outdated. */
const COMPACT_AT = 1_000;

/** A binary heap; an entry that moved to an earlier time, or was removed, leaves its old place behind, to be skipped. */
export function createDelayHeap(): DelayHeap {
  let heap: Entry[] = [];
  const times = new Map<string, number>();

  const at = (index: number): number => heap[index]?.at ?? Number.POSITIVE_INFINITY;

  function swap(a: number, b: number): void {
    const [first, second] = [heap[a], heap[b]];
    if (!first || !second) return;
    heap[a] = second;
    heap[b] = first;
  }

  function rise(index: number): void {
    let child = index;
    while (child > 0) {
      const parent = (child - 1) >> 1;
      if (at(parent) <= at(child)) return;
      swap(parent, child);
      child = parent;
    }
  }

  function sink(): void {
    let parent = 0;
    for (;;) {
      const left = 2 * parent + 1;
      const least = at(left + 1) < at(left) ? left + 1 : left;
      if (at(least) >= at(parent)) return;
      swap(parent, least);
      parent = least;
    }
  }

  function removeTop(): void {
    const last = heap.pop();
    if (last && heap.length > 0) {
      heap[0] = last;
      sink();
    }
  }

  /** A sorted array is a heap. */
  function compact(): void {
    heap = Array.from(times, ([key, at]) => ({ key, at })).toSorted((a, b) => a.at - b.at);
  }

  /** The first entry that is not outdated. */
  function top(): Entry | undefined {
    while (heap[0] && times.get(heap[0].key) !== heap[0].at) removeTop();
    return heap[0];
  }

  return {
    get size() {
      return times.size;
    },
    earliest: () => top()?.at,
    push(key, time) {
      const known = times.get(key);
      if (known !== undefined && known <= time) return;
      if (heap.length > COMPACT_AT && heap.length > 2 * times.size) compact();
      times.set(key, time);
      heap.push({ key, at: time });
      rise(heap.length - 1);
    },
    remove: (key) => void times.delete(key),
    pop() {
      const entry = top();
      if (!entry) return undefined;
      times.delete(entry.key);
      removeTop();
      return entry.key;
    },
    clear() {
      heap = [];
      times.clear();
    },
  };
}
