import { type Backoff, type BackoffOptions, createBackoff } from "../backoff.ts";
import type { Client } from "../client.ts";
import { type Clock, yieldToEventLoop } from "../clock.ts";
import { ApiError, retryAfterMs, TransportError } from "../errors.ts";
import type { Logger } from "../log.ts";
import type { ReflectorMetrics } from "../metrics.ts";
import { type KubeObject, keyOf, stripManagedFields } from "../object.ts";
import { answeredBy } from "./answered-by.ts";
import { type Comeback, patience } from "./comeback.ts";
import { reasonOf, watchProblem } from "./explain.ts";
import { listAll, type Scope } from "./list.ts";
import { type DataEvent, watch } from "./watch.ts";
import { createWatchdog, type Watchdog } from "./watchdog.ts";
import { type Resource, resourceName, trust } from "../resource.ts";
import type { StoreWriter } from "../store/store.ts";
import type { Transport } from "../transport/transport.ts";

/** Keeps a store equal to the API server's objects of one resource. */
export interface Reflector {
  /** Runs until the signal aborts, then resolves. Never rejects: whatever fails is logged and tried again. Once only. */
  run(signal: AbortSignal): Promise<void>;
  /** The store has been filled once. It stays true: a stale store is seen by `lastActivityMs`. */
  readonly synced: boolean;
  /** Resolves once synced; rejects with the signal's reason. */
  whenSynced(signal: AbortSignal): Promise<void>;
  /** Milliseconds since the API server last sent anything for this resource; Infinity before it ever did. */
  lastActivityMs(): number;
  /**
   * Milliseconds since it last received or tried anything. It stays within minutes even while the API server is away,
   * since attempts go on; beyond that the reflector itself is stuck.
   */
  idleMs(): number;
  /** What keeps it from working now, and what would help; undefined while it works. */
  readonly lastError: string | undefined;
}

export interface ReflectorOptions<T extends KubeObject> extends Scope {
  resource: Resource<T>;
  transport: Pick<Transport, "stream">;
  client: Pick<Client, "list">;
  store: StoreWriter<T>;
  /** Cuts waits short once the API server is back; shared with others on the same one. Default: they are waited out. */
  comeback?: Comeback;
  /** Makes an object smaller before it is kept. Default: without managedFields. */
  transform?: (object: T) => T;
  clock: Clock;
  /** In [0, 1). */
  random: () => number;
  log: Logger;
  metrics?: ReflectorMetrics;
  /** False: paged lists from the start. Default: WatchList, and lists where the server refuses it. */
  watchList?: boolean;
  timing?: Partial<ReflectorTiming>;
}

export interface ReflectorTiming {
  backoff: BackoffOptions;
  /** A watch's length is random within this. */
  watchSeconds: [number, number];
  /** A full read is made again after a random time within this: a watch can be deaf without any error. */
  relistMs: [number, number];
  /** Longest silence of a watch; API servers send a bookmark each minute. */
  silenceMs: number;
  /** A watch that lasted so long was no failure, however it ends. */
  stableWatchMs: number;
  /** A watch that ends sooner than this without any event counts as failed. */
  shortWatchMs: number;
  /**
   * After a break that lasts longer everything is read anew: an API server that was away may come back with older data
   * (etcd restored), whose versions soon overtake the last one seen. A watch from there is then alive, and has lost
   * what happened before. A restore stops every API server for longer than this.
   */
  longestBreakMs: number;
}

const hour = 3_600_000;

const defaultTiming: ReflectorTiming = {
  backoff: { initialMs: 800, maxMs: 30_000, factor: 2, jitter: 1, resetAfterMs: 120_000 },
  watchSeconds: [290, 600],
  relistMs: [6 * hour, 12 * hour],
  silenceMs: 70_000,
  stableWatchMs: 10_000,
  shortWatchMs: 1_000,
  longestBreakMs: 2_000,
};

/** Objects of a full read that are still being gathered, by key. */
type Initial<T> = Map<string, T>;

/** Lets other work run after so many events. */
const eventsPerTurn = 250;

/** After so many failures in a row without an event the next attempt reads everything anew. */
const failuresBeforeRelist = 3;

export function createReflector<T extends KubeObject>(options: ReflectorOptions<T>): Reflector {
  const { resource, store, clock, random, metrics = {} } = options;
  const { transform = stripManagedFields<T>, comeback = patience(clock) } = options;
  const { transport, client } = answeredBy(comeback, options);
  const timing = { ...defaultTiming, ...options.timing };
  const log = options.log.child({ resource: resourceName(resource) });
  const { namespace, labelSelector, fieldSelector } = options;
  const scope: Scope = { namespace, labelSelector, fieldSelector };
  const backoff: Backoff = createBackoff(timing.backoff, { clock, random });
  const ready = Promise.withResolvers<void>();

  let useWatchList = options.watchList ?? true;
  /** Where the next watch starts; undefined: a full read is due. */
  let version: string | undefined;
  let relistAt = 0;
  let failures = 0;
  /** Since when no watch is open. */
  let brokenAt: number | undefined;
  let synced = false;
  let lastActivity = Number.NEGATIVE_INFINITY;
  let lastAttempt = clock.monotonic();
  let lastError: string | undefined;

  const between = ([low, high]: [number, number]): number => low + random() * (high - low);
  const decode = (object: Record<string, unknown>): T => shrink(trust(resource, object));

  /** A transform that fails for one object must not keep all others away. */
  function shrink(object: T): T {
    try {
      return transform(object);
    } catch (error) {
      log.error({ err: error }, "the transform failed for an object, which is kept as it is");
      return object;
    }
  }

  /** The watch works: the server accepted it, or sent something. */
  function alive(): void {
    lastActivity = clock.monotonic();
    brokenAt = undefined;
    if (lastError !== undefined) log.info({}, `${resourceName(resource)} can be followed again`);
    lastError = undefined;
  }

  async function takeAll(how: "watchlist" | "list", items: T[], at: string): Promise<void> {
    await store.replace(items, at);
    version = at;
    brokenAt = undefined;
    relistAt = clock.monotonic() + between(timing.relistMs);
    synced = true;
    ready.resolve();
    metrics.synced?.(how, items.length);
    log.debug({ how, objects: items.length, resourceVersion: at }, "read everything");
  }

  function take(event: DataEvent<T>): void {
    if (event.type === "BOOKMARK") store.advance(event.resourceVersion);
    else store.apply(event.type, event.object);
    version = versionOf(event) ?? version;
  }

  /** One watch from its request to its end. Resolves when the server ended it in order. */
  async function follow(signal: AbortSignal): Promise<void> {
    const started = clock.monotonic();
    const dog = createWatchdog(timing.silenceMs, clock, signal);
    metrics.watchStarted?.();
    try {
      const events = await consume(dog);
      if (events === 0 && clock.monotonic() - started < timing.shortWatchMs) {
        throw watchFailed("WATCH_SHORT", "the watch ended at once without an event");
      }
    } catch (error) {
      // undici wraps or replaces the abort's reason; the watchdog's own says more.
      throw dog.signal.aborted ? dog.signal.reason : error;
    } finally {
      dog.stop();
      const now = clock.monotonic();
      brokenAt ??= now;
      if (lastActivity >= started && now - started >= timing.stableWatchMs) backoff.reset();
    }
  }

  const isBroken = (): boolean =>
    brokenAt !== undefined && clock.monotonic() - brokenAt > timing.longestBreakMs;

  /** Takes all events of one watch; resolves with their number. */
  async function consume(dog: Watchdog): Promise<number> {
    let initial: Initial<T> | undefined = version === undefined ? new Map<string, T>() : undefined;
    let events = 0;
    const timeoutSeconds = Math.round(between(timing.watchSeconds));
    const request = { ...scope, from: version, timeoutSeconds, decode, signal: dog.signal };
    for await (const event of watch(transport, resource, request)) {
      dog.touch();
      if (event.type === "OPEN" && !initial && isBroken())
        throw watchFailed("WATCH_LATE", "the watch was opened too long after the last one ended");
      alive();
      if (event.type === "OPEN") continue;
      failures = 0;
      metrics.event?.(event.type);
      initial = await accept(event, initial);
      events += 1;
      if (events % eventsPerTurn === 0) await yieldToEventLoop();
    }
    if (initial) throw watchFailed("WATCH_LIST_CUT", "the watch ended before all initial objects were sent");
    return events;
  }

  /** Gathers initial events until their end; then takes events one by one. Returns what is still being gathered. */
  async function accept(
    event: DataEvent<T>,
    initial: Initial<T> | undefined,
  ): Promise<Initial<T> | undefined> {
    if (!initial) {
      take(event);
      return undefined;
    }
    if (event.type === "BOOKMARK") {
      if (!event.initialEnd) return initial;
      await takeAll("watchlist", [...initial.values()], event.resourceVersion);
      return undefined;
    }
    // API servers before 1.32 may send what happens meanwhile among the initial objects (kubernetes#127012).
    if (event.type === "DELETED") initial.delete(keyOf(event.object));
    else initial.set(keyOf(event.object), event.object);
    return initial;
  }

  async function step(signal: AbortSignal): Promise<void> {
    const now = clock.monotonic();
    lastAttempt = now;
    if (now >= relistAt || isBroken()) version = undefined;
    if (version === undefined && !useWatchList) {
      const all = await listAll(client, resource, { ...scope, signal, transform: shrink });
      lastActivity = clock.monotonic();
      await takeAll("list", all.items, all.resourceVersion);
    }
    await follow(signal);
  }

  /** Counts a failure. True where a watch from the last version would not do, or never comes about. */
  function hasLostTrack(error: unknown): boolean {
    failures += 1;
    brokenAt ??= clock.monotonic();
    return needsRelist(error) || failures >= failuresBeforeRelist;
  }

  /** Decides how to go on. Returns the delay in ms before the next attempt. */
  function failed(error: unknown): number {
    if (useWatchList && version === undefined && isRefusedWatchList(error)) {
      useWatchList = false;
      log.info({ err: error }, "the API server refuses streamed lists: reading pages instead");
      return 0;
    }
    if (hasLostTrack(error)) version = undefined;
    const delay = Math.max(backoff.next(), retryAfterMs(error));
    const message = watchProblem(error, resource);
    const level = message === lastError || needsRelist(error) ? "debug" : "warn";
    log[level]({ err: error, retryInMs: Math.round(delay) }, message);
    if (!needsRelist(error)) lastError = message;
    metrics.failed?.(reasonOf(error));
    return delay;
  }

  return {
    async run(signal) {
      while (!signal.aborted) {
        try {
          await step(signal);
        } catch (error) {
          if (signal.aborted) return;
          const wait = { ms: failed(error), atLeastMs: retryAfterMs(error), since: lastAttempt };
          if (await comeback.wait(wait, signal)) backoff.reset();
        }
      }
    },
    get synced() {
      return synced;
    },
    async whenSynced(signal) {
      signal.throwIfAborted();
      const aborted = Promise.withResolvers<never>();
      const abort = (): void => aborted.reject(signal.reason);
      signal.addEventListener("abort", abort, { once: true });
      await Promise.race([ready.promise, aborted.promise]).finally(() =>
        signal.removeEventListener("abort", abort),
      );
    },
    lastActivityMs: () => clock.monotonic() - lastActivity,
    idleMs: () => clock.monotonic() - Math.max(lastActivity, lastAttempt),
    get lastError() {
      return lastError;
    },
  };
}

const versionOf = (event: DataEvent<KubeObject>): string | undefined =>
  event.type === "BOOKMARK" ? event.resourceVersion : event.object.metadata?.resourceVersion;

/** Servers without WatchList refuse its parameters. */
const isRefusedWatchList = (error: unknown): boolean =>
  error instanceof ApiError && (error.status === 400 || error.status === 422);

/**
 * The version is too old, or (after a restore) from the future: measured, such a watch is 200 and never sends a byte. Both
 * are part of a watch's life and alarm nobody: an API server of Kubernetes 1.30 sends no bookmark of a kind until something
 * of it changes. Where nothing can be reached, the next attempt tells it.
 */
const needsRelist = (error: unknown): boolean =>
  (error instanceof ApiError && error.status === 410) ||
  (error instanceof TransportError && error.code === "WATCH_SILENT");

const watchFailed = (code: string, message: string): TransportError =>
  new TransportError(message, { code, maybeSent: true });
