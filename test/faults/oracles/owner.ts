import { controllerOf } from "../../../src/job/ownership.ts";
import { type KubeObject } from "../../../src/kube/object.ts";

/** The UID of the BatchTask that an object belongs to; undefined for somebody else's. */
export function taskUidOf(object: KubeObject): string | undefined {
  const owner = controllerOf(object);
  return owner?.kind === "BatchTask" ? owner.uid : undefined;
}

/** "task run 2" */
export function describeJob(object: KubeObject): string {
  const { name, labels = {} } = object.metadata ?? {};
  const owner = controllerOf(object);
  return owner
    ? `${owner.name} run ${labels["batchtask.dev/run"] ?? "?"}`
    : `foreign ${labels["batchtask.dev/name"] ?? name}`;
}
