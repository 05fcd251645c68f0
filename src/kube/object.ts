/** `metadata.ownerReferences[]`. The one with `controller: true` names the object that manages this one. */
export interface OwnerReference {
  apiVersion: string;
  kind: string;
  name: string;
  uid: string;
  controller?: boolean | undefined;
  blockOwnerDeletion?: boolean | undefined;
}

export interface ObjectMeta {
  name?: string | undefined;
  namespace?: string | undefined;
  uid?: string | undefined;
  resourceVersion?: string | undefined;
  generation?: number | undefined;
  /** RFC 3339. */
  creationTimestamp?: string | undefined;
  /** RFC 3339; set once the object is being deleted. */
  deletionTimestamp?: string | undefined;
  labels?: Record<string, string> | undefined;
  annotations?: Record<string, string> | undefined;
  ownerReferences?: OwnerReference[] | undefined;
  /** Who set which field; large, and of no use to most readers. */
  managedFields?: unknown;
}

/** The part that all Kubernetes objects share, as it is on the wire (times are strings). */
export interface KubeObject {
  apiVersion?: string | undefined;
  kind?: string | undefined;
  metadata?: ObjectMeta | undefined;
}

/** Names one object of a known resource. `namespace` is absent for cluster-scoped resources. */
export interface ObjectRef {
  namespace?: string | undefined;
  name: string;
}

/** "namespace/name", or "name" for a cluster-scoped object. Throws for an object without a name. */
export function keyOf(object: KubeObject | ObjectRef): string {
  const { namespace, name } = "name" in object ? object : (object.metadata ?? {});
  if (!name) throw new TypeError("the object has no metadata.name, so it has no key");
  return namespace ? `${namespace}/${name}` : name;
}

/** The inverse of `keyOf`; `namespace` is "" for a cluster-scoped key. */
export function splitKey(key: string): { namespace: string; name: string } {
  const slash = key.indexOf("/");
  return slash < 0
    ? { namespace: "", name: key }
    : { namespace: key.slice(0, slash), name: key.slice(slash + 1) };
}

/** A transform for caches: drops `metadata.managedFields` (about a third of a Job's size). Changes its argument. */
export function stripManagedFields<T extends KubeObject>(object: T): T {
  if (object.metadata) delete object.metadata.managedFields;
  return object;
}

/** Its deletion has begun, and may wait for finalizers. */
export function isBeingDeleted({ metadata }: KubeObject): boolean {
  return metadata?.deletionTimestamp !== undefined;
}
