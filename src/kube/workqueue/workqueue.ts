import { exponential } from "../backoff.ts";
import type { Clock } from "../clock.ts";
import type { QueueMetrics } from "../metrics.ts";
import { splitKey } from "../object.ts";
import { createDelayHeap } from "./heap.ts";
import { createReadyKeys, type Priority, raises } from "./ready.ts";

/**
 * client-go's work queue for keys. A key is handed to one worker at a time; one that is added while it is being
 * worked on is handed out once more afterwards; one that is added many times before is handed out once.
 */
export interface WorkQueue {
  /** The key needs work. Ignored after the shutdown. */
  add(key: string, priority?: Priority): void;
  /**
   * As `add`, in `ms`; of several delays for a key the one that ends first counts. Doesn't cancel or delay an `add`. A key
   * that is handed out before is not handed out for it once more: whoever works on it sees what there is.
   */
  addAfter(key: string, ms: number): void;
  /** As `addAfter`, by the key's own backoff, which grows with each call. `floorMs`: no sooner. Returns the delay. */
  addRateLimited(key: string, floorMs?: number): number;
  /** As `addRateLimited`, at the longest delay. */
  addAtLimit(key: string): number;
  /** The key's work succeeded: its backoff starts anew. */
  forget(key: string): void;
  /** How often the key was added by `addRateLimited` since it was forgotten. */
  failures(key: string): number;
  /** Resolves with the next key, or with undefined once shut down. Each key must be given back by `done`. */
  get(): Promise<string | undefined>;
  done(key: string): void;
  /** Keys that wait for a worker; without those that are delayed or being worked on. */
  readonly length: number;
  /** How many keys wait for a worker, or were given to one less than `ms` ago: work that hangs does not count. */
  pressure(ms: number): number;
  /** Ends all waiting `get`s. "drop" (default) forgets what waits; "drain" has it handed out first. Delayed keys are forgotten. */
  shutDown(mode?: "drop" | "drain"): void;
  /** Resolves when no key waits or is being worked on. */
  idle(): Promise<void>;
  /** `workqueue_unfinished_work_seconds`: the sum over the keys being worked on. */
  unfinishedSeconds(): number;
  /** `workqueue_longest_running_processor_seconds`. */
  longestRunningSeconds(): number;
}

export interface QueueOptions {
  clock: Clock;
  metrics?: QueueMetrics;
  /** Backoff per key: `initialMs` × 2^failures, at most `maxMs`. Default: 5 ms and 5 minutes. */
  backoff?: { initialMs: number; maxMs: number };
  /** Tenants get their turns one after another. Default: the key's namespace. */
  tenantOf?: (key: string) => string;
  /**
   * A tenant is handed no further key while it has so many times the workers that are free. So whatever hangs, and in
   * however many namespaces, some are left for the others: with 3, one tenant has at most three of four workers, and ten
   * together have at most 30 of 31. Default: no limit.
   */
  tenantShare?: number;
  /** So many workers are free for keys of priority "high", however many others wait. Default: none. */
  reserved?: number;
}

/** Insurance against clocks that behave oddly: delayed keys are looked at this often at least. */
const longestSleepMs = 10_000;

export function createQueue(options: QueueOptions): WorkQueue {
  const { clock, metrics = {}, backoff = { initialMs: 5, maxMs: 300_000 } } = options;
  const { tenantOf = (key: string) => splitKey(key).namespace } = options;
  const { tenantShare = Number.POSITIVE_INFINITY, reserved = 0 } = options;
  /** Keys that need work, with the time of their add: waiting, or added while being worked on. */
  const dirty = new Map<string, { since: number; priority: Priority }>();
  /** Keys being worked on, with the time of their get. */
  const processing = new Map<string, number>();
  /** How many keys of each tenant are being worked on. */
  const busy = new Map<string, number>();
  const ready = createReadyKeys(tenantOf);
  const delayed = createDelayHeap();
  const failureCounts = new Map<string, number>();
  const getters: ((key: string | undefined) => void)[] = [];
  const idlers: (() => void)[] = [];
  let shuttingDown = false;
  let timer = new AbortController();

  const seconds = (since: number): number => (clock.monotonic() - since) / 1000;

  function count(tenant: string, by: number): void {
    const keys = (busy.get(tenant) ?? 0) + by;
    if (keys > 0) busy.set(tenant, keys);
    else busy.delete(tenant);
  }

  /** @param free workers that have nothing to do, the one included that the key is for */
  function take(free: number): string | undefined {
    const mayTake = (tenant: string): boolean => (busy.get(tenant) ?? 0) < tenantShare * free;
    const key = ready.take(mayTake, free > reserved ? "low" : "high");
    if (key === undefined) return undefined;
    count(tenantOf(key), 1);
    metrics.queueDuration?.(seconds(dirty.get(key)?.since ?? clock.monotonic()));
    dirty.delete(key);
    delayed.remove(key);
    processing.set(key, clock.monotonic());
    metrics.depth?.(ready.size);
    return key;
  }

  /** Hands waiting keys to waiting workers, then wakes whoever waits for the end. */
  function dispatch(): void {
    while (getters.length > 0 && ready.size > 0) {
      const key = take(getters.length);
      if (key === undefined) break;
      getters.shift()?.(key);
    }
    if (shuttingDown) for (const getter of getters.splice(0)) getter(undefined);
    if (ready.size === 0 && processing.size === 0) for (const resolve of idlers.splice(0)) resolve();
  }

  function enqueue(key: string, priority: Priority): void {
    ready.add(key, priority);
    metrics.depth?.(ready.size);
    dispatch();
  }

  function add(key: string, priority: Priority = "normal"): void {
    if (shuttingDown) return;
    const known = dirty.get(key);
    if (known && !raises(priority, known.priority)) return;
    if (!known) metrics.added?.();
    dirty.set(key, { since: known ? known.since : clock.monotonic(), priority });
    if (!processing.has(key)) enqueue(key, priority);
  }

  function addDue(): void {
    const now = clock.monotonic();
    while ((delayed.earliest() ?? Number.POSITIVE_INFINITY) <= now) {
      const key = delayed.pop();
      if (key !== undefined) add(key);
    }
  }

  /** One sleep at a time, until the earliest delayed key is due. */
  function arm(): void {
    timer.abort("replaced");
    const earliest = delayed.earliest();
    if (earliest === undefined || shuttingDown) return;
    timer = new AbortController();
    const ms = Math.min(Math.max(earliest - clock.monotonic(), 0), longestSleepMs);
    // The sleep rejects when another one takes its place.
    clock.sleep(ms, timer.signal).then(wake, () => undefined);
  }

  function wake(): void {
    addDue();
    arm();
  }

  function addAfter(key: string, ms: number): void {
    if (shuttingDown) return;
    metrics.retried?.();
    if (!(ms > 0)) {
      add(key);
      return;
    }
    const before = delayed.earliest();
    delayed.push(key, clock.monotonic() + ms);
    if (delayed.earliest() !== before) arm();
  }

  function fail(key: string, delayOf: (failures: number) => number): number {
    const failures = failureCounts.get(key) ?? 0;
    failureCounts.set(key, failures + 1);
    const delay = delayOf(failures);
    addAfter(key, delay);
    return delay;
  }

  return {
    add,
    addAfter,
    addRateLimited: (key, floorMs = 0) =>
      fail(key, (failures) => Math.max(floorMs, exponential({ ...backoff, factor: 2 }, failures))),
    addAtLimit: (key) => fail(key, () => backoff.maxMs),
    forget: (key) => void failureCounts.delete(key),
    failures: (key) => failureCounts.get(key) ?? 0,

    async get() {
      const key = take(getters.length + 1);
      if (key !== undefined || shuttingDown) return key;
      const next = Promise.withResolvers<string | undefined>();
      getters.push(next.resolve);
      return await next.promise;
    },

    done(key) {
      const since = processing.get(key);
      if (since === undefined) return;
      metrics.workDuration?.(seconds(since));
      processing.delete(key);
      count(tenantOf(key), -1);
      const again = dirty.get(key);
      if (again) enqueue(key, again.priority);
      else dispatch();
    },

    get length() {
      return ready.size;
    },
    pressure(ms) {
      const since = clock.monotonic() - ms;
      return ready.size + [...processing.values()].filter((taken) => taken > since).length;
    },

    shutDown(mode = "drop") {
      shuttingDown = true;
      timer.abort();
      delayed.clear();
      if (mode === "drop") {
        ready.clear();
        dirty.clear();
        metrics.depth?.(0);
      }
      dispatch();
    },

    async idle() {
      if (ready.size === 0 && processing.size === 0) return;
      const end = Promise.withResolvers<void>();
      idlers.push(end.resolve);
      await end.promise;
    },

    unfinishedSeconds: () => [...processing.values()].reduce((sum, since) => sum + seconds(since), 0),
    longestRunningSeconds: () =>
      [...processing.values()].reduce((most, since) => Math.max(most, seconds(since)), 0),
  };
}
