import { visitInTurns } from "../clock.ts";
import type { StoreMetrics } from "../metrics.ts";
import { type KubeObject, keyOf } from "../object.ts";
import { compareVersions } from "../resource-version.ts";
import { createIndex, type IndexFunction } from "./index.ts";
import { createSubscribers } from "./subscribers.ts";

export interface StoreEvent<T> {
  type: "Added" | "Modified" | "Deleted";
  /** The new state; for Deleted the last known one. */
  object: T;
  /** For Modified: the state before. */
  old?: T;
  /** True for what the first full read found: nothing happened to the object, the process just started. */
  initial: boolean;
  /** True where the watch tells of the object's creation: `object` is its first version. A full read tells only that it is there. */
  created?: boolean;
  /** True for the answer of an own write: whoever wrote it knows. */
  own?: boolean;
}

/**
 * The objects of one resource in memory. Its objects are shared and must not be changed by the reader.
 *
 * Two sources write to it: the reflector, in the API server's order, and `upsert`, with the answers of own writes,
 * which run ahead. The store never goes back: of two states of an object the one with the higher resourceVersion
 * stays. Handlers hear each change once, whichever source brought it first.
 */
export interface Store<T extends KubeObject> {
  get(key: string): T | undefined;
  list(): T[];
  /** The objects for which the index function returned `value`. Throws for an index that was not declared. */
  byIndex(index: string, value: string): T[];
  readonly size: number;
  /**
   * Takes the answer of an own create, patch or replace, so that the next read sees it: nobody ever decides upon a
   * state older than its own last write, and no gate is needed that would hold a decision back until the watch has
   * brought it. Ignored if the store has
   * that state or a newer one, and if the watch has passed it: then the object has been deleted since.
   */
  upsert(object: T): void;
  /** Calls `handler`, synchronously, after each change. Returns the function that ends this. */
  subscribe(handler: (event: StoreEvent<T>) => void): () => void;
}

/** The reflector's side of a store. */
export interface StoreWriter<T extends KubeObject> {
  /** A watch event. One that is older than the object's known state changes nothing. */
  apply(type: "ADDED" | "MODIFIED" | "DELETED", object: T): void;
  /** The watch has delivered everything up to this version (a bookmark). */
  advance(resourceVersion: string): void;
  /**
   * The result of a full read at `resourceVersion`: what is missing in it is deleted, the same name with another
   * uid is deleted and added. Own writes taken after that version stay. A version lower than what the watch
   * delivered means that the API server's data was restored from the past: then all of it is taken as it is.
   */
  replace(objects: T[], resourceVersion: string): Promise<void>;
}

export interface StoreOptions<T> {
  indexes?: Record<string, IndexFunction<T>>;
  /** Receives what a handler or an index function threw. */
  onHandlerError: (error: unknown) => void;
  metrics?: StoreMetrics;
  /** What is kept of the answer to an own write; the reflector's `transform`. Default: all of it. */
  keep?: (object: T) => T;
  /** The new state of an object with those parts of the state before that have not changed. Default: as it is. */
  reuse?: (object: T, old: T) => T;
}

/** Long changes let other work run after so many objects. */
const objectsPerTurn = 250;

export function createStore<T extends KubeObject>(options: StoreOptions<T>): Store<T> & StoreWriter<T> {
  const { keep = (object) => object, reuse = (object) => object } = options;
  const objects = new Map<string, T>();
  const index = createIndex<T>(options.indexes ?? {}, options.onHandlerError);
  const subscribers = createSubscribers<StoreEvent<T>>(options.onHandlerError);
  /** All up to this version has been delivered; undefined before the first full read. */
  let progress: string | undefined;

  function set(key: string, object: T | undefined): void {
    index.update(key, objects.get(key), object);
    if (object === undefined) objects.delete(key);
    else objects.set(key, object);
  }

  function remove(key: string, last: T): void {
    set(key, undefined);
    subscribers.emit({ type: "Deleted", object: last, initial: false });
  }

  function put(object: T, initial: boolean, { created = false, own = false } = {}): void {
    const key = keyOf(object);
    const old = objects.get(key);
    if (old && old.metadata?.uid === object.metadata?.uid) {
      if (versionOf(old) === versionOf(object)) return;
      const next = reuse(object, old);
      set(key, next);
      subscribers.emit({ type: "Modified", object: next, old, initial, own });
      return;
    }
    if (old) remove(key, old);
    set(key, object);
    subscribers.emit({ type: "Added", object, initial, created, own });
  }

  /** True if the state at `version` is news about `key`. */
  const isNewer = (key: string, version: string | undefined): boolean => {
    const known = objects.get(key);
    return known === undefined || compareVersions(version, versionOf(known)) > 0;
  };

  const advance = (version: string | undefined): void => {
    if (version !== undefined && compareVersions(version, progress) > 0) progress = version;
  };

  return {
    get: (key) => objects.get(key),
    list: () => [...objects.values()],
    byIndex: (name, value) =>
      Array.from(index.keys(name, value), (key) => objects.get(key)).filter(isPresent),
    get size() {
      return objects.size;
    },

    upsert(object) {
      const passed = progress !== undefined && compareVersions(versionOf(object), progress) <= 0;
      if (passed || !isNewer(keyOf(object), versionOf(object))) return;
      options.metrics?.ownWriteSeen?.();
      put(keep(object), false, { own: true });
    },

    subscribe: (handler) => subscribers.add(handler),

    apply(type, object) {
      const key = keyOf(object);
      const known = objects.get(key);
      // A DELETED event carries the version of the deletion, which is above all of the object's own.
      if (type === "DELETED") {
        if (known && compareVersions(versionOf(object), versionOf(known)) >= 0) remove(key, object);
      } else if (isNewer(key, versionOf(object))) {
        put(object, false, { created: type === "ADDED" });
      }
      advance(versionOf(object));
    },

    advance,

    async replace(list, resourceVersion) {
      const initial = progress === undefined;
      const restored = compareVersions(resourceVersion, progress) < 0;
      const isAhead = (object: T | undefined): boolean =>
        !restored && object !== undefined && compareVersions(versionOf(object), resourceVersion) > 0;

      const listed = new Set<string>();
      await visitInTurns(list, objectsPerTurn, (object) => {
        const key = keyOf(object);
        listed.add(key);
        if (!isAhead(objects.get(key))) put(object, initial);
      });
      await visitInTurns(objects, objectsPerTurn, ([key, object]) => {
        if (!listed.has(key) && objects.get(key) === object && !isAhead(object)) remove(key, object);
      });
      progress = resourceVersion;
    },
  };
}

const versionOf = (object: KubeObject): string | undefined => object.metadata?.resourceVersion;

function isPresent<T>(value: T | undefined): value is T {
  return value !== undefined;
}
