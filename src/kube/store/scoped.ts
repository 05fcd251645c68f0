import { type KubeObject, splitKey } from "../object.ts";
import type { Store, StoreWriter } from "./store.ts";

/** One namespace's part of a store, to be kept by a reflector of its own. */
export interface StorePart<T extends KubeObject> {
  /** undefined: all namespaces. */
  namespace: string | undefined;
  store: Store<T> & StoreWriter<T>;
}

/** A store over some namespaces, each of which is read and watched by itself. */
export interface ScopedStore<T extends KubeObject> {
  /** All parts as one. Objects of other namespaces are not in it, and `observe` ignores them. */
  store: Store<T>;
  parts: StorePart<T>[];
}

/**
 * Makes one store for each namespace, since a full read of one says nothing about the others; without namespaces a
 * single store of everything.
 */
export function createScopedStore<T extends KubeObject>(
  namespaces: readonly string[] | undefined,
  create: () => Store<T> & StoreWriter<T>,
): ScopedStore<T> {
  if (namespaces === undefined) {
    const store = create();
    return { store, parts: [{ namespace: undefined, store }] };
  }
  const parts = namespaces.map((namespace) => ({ namespace, store: create() }));
  const stores = new Map(parts.map(({ namespace, store }) => [namespace, store]));
  const all = [...stores.values()];
  const store: Store<T> = {
    get: (key) => stores.get(splitKey(key).namespace)?.get(key),
    list: () => all.flatMap((one) => one.list()),
    byIndex: (index, value) => all.flatMap((one) => one.byIndex(index, value)),
    get size() {
      return all.reduce((sum, one) => sum + one.size, 0);
    },
    upsert: (object) => stores.get(object.metadata?.namespace ?? "")?.upsert(object),
    subscribe(handler) {
      const ends = all.map((one) => one.subscribe(handler));
      return () => {
        for (const end of ends) end();
      };
    },
  };
  return { store, parts };
}
