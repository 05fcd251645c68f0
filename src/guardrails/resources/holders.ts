import type { BatchTaskSpec } from "../../api/batchtask.ts";
import type { ResourceRequirements } from "../../api/job.ts";

/** Who may ask for resources in a pod: each container, init container and sidecar, and the pod itself. */
export interface Holder {
  /** Path under spec. */
  path: string;
  resources: ResourceRequirements;
}

/** Path of the pod's own resources. */
export const POD = "template.spec.resources";

const pathOf = (list: string) => (name: string) => `template.spec.${list}[${name}].resources`;

/** Each container and init container, in the order of the pod's lists. */
export function containersOf(spec: BatchTaskSpec): Holder[] {
  const { containers = [], initContainers = [] } = spec.template.spec ?? {};
  const all = (list: typeof containers, path: (name: string) => string) =>
    list.map(({ name, resources }) => ({ path: path(name), resources: resources ?? {} }));
  return [...all(containers, pathOf("containers")), ...all(initContainers, pathOf("initContainers"))];
}

/** The same and the pod itself. CEL builds the same list (admission/variables.ts). */
export function holdersOf(spec: BatchTaskSpec): Holder[] {
  const resources = spec.template.spec?.resources;
  return [...containersOf(spec), ...(resources ? [{ path: POD, resources }] : [])];
}

/** The spec with the resources of each holder replaced by what `change` makes of them. */
export function mapHolders(
  spec: BatchTaskSpec,
  change: (path: string, resources: ResourceRequirements) => ResourceRequirements,
): BatchTaskSpec {
  const pod = spec.template.spec;
  if (!pod) return spec;
  const all = <T extends { name: string; resources?: ResourceRequirements }>(
    list: string,
    containers: T[],
  ): T[] =>
    containers.map((container) => {
      const before = container.resources ?? {};
      const after = change(`template.spec.${list}[${container.name}].resources`, before);
      return after === before ? container : { ...container, resources: after };
    });
  const guarded = {
    ...pod,
    containers: all("containers", pod.containers),
    ...(pod.initContainers && { initContainers: all("initContainers", pod.initContainers) }),
    ...(pod.resources && { resources: change(POD, pod.resources) }),
  };
  return { ...spec, template: { ...spec.template, spec: guarded } };
}
