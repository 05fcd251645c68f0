import { dropNulls } from "./json.ts";
import type { KubeObject, ObjectRef } from "./object.ts";

/** Where the API server serves a kind, and (as a phantom) the type of its objects. */
export interface Resource<T extends KubeObject = KubeObject> {
  /** "" for the core group. */
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  /** Lower-case plural, as in the URL. */
  readonly plural: string;
  readonly namespaced: boolean;
  /** The spec of its objects may hold keys that are null, and is read without them. */
  readonly dropsNulls?: boolean;
  /** Never set: it only carries the type. */
  readonly __type?: T;
}

/** The one place where what the API server sent is believed to be of its resource's type. */
export function trust<T extends KubeObject>(resource: Resource<T>, value: Record<string, unknown>): T {
  if (resource.dropsNulls) dropNulls(value["spec"]);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return value as T;
}

/** "group/version", or "version" for the core group. */
export function apiVersionOf(resource: Resource): string {
  return resource.group ? `${resource.group}/${resource.version}` : resource.version;
}

/** "plural.group", as RBAC and CRD names have it; "plural" for the core group. */
export function resourceName(resource: Resource): string {
  return resource.group ? `${resource.plural}.${resource.group}` : resource.plural;
}

/** The collection's path; without `namespace`, that of all namespaces. */
export function collectionPath(resource: Resource, namespace?: string): string {
  const root = resource.group ? `/apis/${apiVersionOf(resource)}` : `/api/${resource.version}`;
  const scope = resource.namespaced && namespace ? `/namespaces/${encodeURIComponent(namespace)}` : "";
  return `${root}${scope}/${resource.plural}`;
}

/** One object's path. Throws a TypeError where a namespace or name is missing, before any request is made. */
export function objectPath(resource: Resource, ref: ObjectRef, subresource?: string): string {
  if (!ref.name) throw new TypeError(`${resource.kind}: an object's name is needed`);
  if (resource.namespaced && !ref.namespace) {
    throw new TypeError(`${resource.kind} ${ref.name}: a namespaced object needs a namespace`);
  }
  const path = `${collectionPath(resource, ref.namespace)}/${encodeURIComponent(ref.name)}`;
  return subresource ? `${path}/${subresource}` : path;
}
