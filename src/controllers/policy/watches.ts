import type { BatchTask } from "../../api/batchtask.ts";
import type { BatchTaskPolicy } from "../../api/policy/policy.ts";
import type { KubeObject } from "../../kube/object.ts";
import type { Store, StoreEvent } from "../../kube/store/store.ts";

/** What the statuses of policies follow from. */
export interface WatchedStores {
  policies: Store<BatchTaskPolicy>;
  namespaces: Store<KubeObject>;
  tasks: Store<BatchTask>;
}

/** Calls `changed` after each change that the status of a policy may follow from, and once at first. */
export function watch({ policies, namespaces, tasks }: WatchedStores, changed: () => void): void {
  for (const store of [policies, namespaces, tasks]) store.subscribe(changed);
  changed();
}

/** Predicate: all of a policy but its status and metadata. */
export function specChanged({ type, object, old }: StoreEvent<BatchTaskPolicy>): boolean {
  return type !== "Modified" || old?.metadata.generation !== object.metadata.generation;
}

/** Predicate: labels decide which policies hold. */
export function labelsChanged({ type, object, old }: StoreEvent<KubeObject>): boolean {
  return (
    type !== "Modified" || JSON.stringify(object.metadata?.labels) !== JSON.stringify(old?.metadata?.labels)
  );
}
