import type { BatchTask } from "../../../src/api/batchtask.ts";
import type { KubeObject } from "../../../src/kube/object.ts";
import { createStore, type Store, type StoreWriter } from "../../../src/kube/store/store.ts";

type Filled<Kind extends KubeObject> = Store<Kind> & StoreWriter<Kind>;

/** A cache of tasks, with the index that the operator's has. */
export function taskStore(...tasks: readonly BatchTask[]): Filled<BatchTask> {
  const indexes = { namespace: ({ metadata }: BatchTask) => [metadata.namespace] };
  return filled(createStore<BatchTask>({ onHandlerError, indexes }), tasks);
}

/** A cache of whatever else the operator watches. */
export function storeOf<Kind extends KubeObject>(...objects: readonly Kind[]): Filled<Kind> {
  return filled(createStore<Kind>({ onHandlerError }), objects);
}

function filled<Kind extends KubeObject>(store: Filled<Kind>, objects: readonly Kind[]): Filled<Kind> {
  for (const object of objects) store.apply("ADDED", object);
  return store;
}

/** Throws what a subscriber of a store threw. */
function onHandlerError(error: unknown): never {
  throw error;
}
