import type { SchemaNode } from "./node.ts";

/** How a list merges: by key, as a set, or as a whole. */
type ListChoice =
  | { type: "map"; keys: readonly string[] }
  | { type: "set" }
  | { type: "atomic"; because: string };

const map = (...keys: string[]): ListChoice => ({ type: "map", keys });
const set: ListChoice = { type: "set" };
const atomic = (because: string): ListChoice => ({ type: "atomic", because });

/**
 * Every list that Kubernetes calls a map or a set, and what it is here. A custom resource refuses
 * duplicates in both, a Job does not always (docs/decisions/0001-crd-schema.md): such a list is atomic.
 * The generator stops at a map or set that is missing here, so each new one is decided by a person.
 */
const LISTS: Readonly<Record<string, ListChoice>> = {
  "io.k8s.api.core.v1.PodSpec.containers": map("name"),
  "io.k8s.api.core.v1.PodSpec.initContainers": map("name"),
  "io.k8s.api.core.v1.PodSpec.volumes": map("name"),
  "io.k8s.api.core.v1.PodSpec.resourceClaims": map("name"),
  "io.k8s.api.core.v1.PodSpec.schedulingGates": map("name"),
  "io.k8s.api.core.v1.PodSpec.topologySpreadConstraints": map("topologyKey", "whenUnsatisfiable"),
  "io.k8s.api.core.v1.PodSpec.imagePullSecrets": atomic("a Job takes items without a name, and duplicates"),
  "io.k8s.api.core.v1.PodSpec.hostAliases": atomic("a Job takes the same address twice"),
  "io.k8s.api.core.v1.PodSpec.evictionResponders": atomic(
    "a server without the feature drops the list unread",
  ),
  "io.k8s.api.core.v1.Container.env": atomic("a Job takes the same name twice; the last one wins"),
  "io.k8s.api.core.v1.Container.ports": atomic("a Job takes the same port twice"),
  "io.k8s.api.core.v1.Container.volumeMounts": map("mountPath"),
  "io.k8s.api.core.v1.Container.volumeDevices": map("devicePath"),
  "io.k8s.api.core.v1.ResourceRequirements.claims": atomic("two requests of one claim have the same name"),
  "io.k8s.api.core.v1.ContainerRestartRuleOnExitCodes.values": atomic("a Job takes the same code twice"),
  "io.k8s.api.core.v1.VolumeMount.bindMountOptions": set,
  "io.k8s.api.batch.v1.PodFailurePolicyOnExitCodesRequirement.values": set,
  "io.k8s.api.batch.v1.JobSchedulingConfiguration.resourceClaims": atomic(
    "a server without the feature drops it",
  ),
  "io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta.finalizers": atomic("a Job's template takes duplicates"),
};

/** The list keywords of a field whose OpenAPI says `listType`. */
export function listKeywords(definition: string, field: string, listType: string): Partial<SchemaNode> {
  if (listType === "atomic") return { "x-kubernetes-list-type": "atomic" };
  const choice = LISTS[`${definition}.${field}`];
  if (!choice) throw new Error(`decide in lists.ts how ${definition}.${field} (${listType}) merges`);
  return choice.type === "map"
    ? { "x-kubernetes-list-type": "map", "x-kubernetes-list-map-keys": [...choice.keys] }
    : { "x-kubernetes-list-type": choice.type };
}
