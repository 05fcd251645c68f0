import type { KubeObject } from "../../../src/kube/object.ts";
import { keyOf } from "../../../src/kube/object.ts";

/** One frame of a watch. */
export interface Frame {
  readonly type: string;
  readonly object: KubeObject;
}

/** What one replica has been told of one resource: what its cache holds, if it believed all of it. */
export interface View {
  readonly objects: Map<string, KubeObject>;
  version: string | undefined;
}

export function emptyView(): View {
  return { objects: new Map(), version: undefined };
}

export function copyOf({ objects, version }: View): View {
  return { objects: new Map(objects), version };
}

/** Brings the view to where it is once a frame was delivered. */
export function deliver(view: View, { type, object }: Frame): void {
  if (type === "ERROR") return;
  view.version = object.metadata?.resourceVersion ?? view.version;
  if (type === "DELETED") view.objects.delete(keyOf(object));
  else if (type !== "BOOKMARK") view.objects.set(keyOf(object), object);
}

/** The frames by which an API server that is stuck at the view answers a streamed list. */
export function replay({ objects, version }: View): Frame[] {
  const metadata = {
    resourceVersion: version ?? "1",
    annotations: { "k8s.io/initial-events-end": "true" },
  };
  return [
    ...[...objects.values()].map((object) => ({ type: "ADDED", object })),
    { type: "BOOKMARK", object: { metadata } },
  ];
}
