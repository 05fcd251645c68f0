import type { KubeObject, ObjectMeta } from "../../../../src/kube/object.ts";
import type { Resource } from "../../../../src/kube/resource.ts";

export interface Thing extends KubeObject {
  data?: Record<string, string>;
}

export const things: Resource<Thing> = {
  group: "example.dev",
  version: "v1",
  kind: "Thing",
  plural: "things",
  namespaced: true,
};

export function thing(
  name: string,
  version: number,
  meta: ObjectMeta & { data?: Record<string, string> } = {},
): Thing {
  const { data, ...rest } = meta;
  return {
    apiVersion: "example.dev/v1",
    kind: "Thing",
    metadata: { namespace: "ns", name, uid: `uid-${name}`, resourceVersion: String(version), ...rest },
    ...(data && { data }),
  };
}
