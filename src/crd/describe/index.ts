import { CONTAINER } from "./container.ts";
import { JOB } from "./job.ts";
import { POD, POD_METADATA } from "./pod.ts";

/**
 * Descriptions by definition and field, for `kubectl explain`: down to the container, and none below,
 * because all of Kubernetes' own would make the CRD too large for a client-side apply.
 */
const DESCRIPTIONS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  "io.k8s.api.batch.v1.JobSpec": JOB,
  "io.k8s.api.core.v1.PodTemplateSpec": {
    metadata: "Labels, annotations and finalizers of the pods.",
    spec: "What each pod runs.",
  },
  "io.k8s.api.core.v1.PodSpec": POD,
  "io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta": POD_METADATA,
  "io.k8s.api.core.v1.Container": CONTAINER,
};

/** The description of a definition's field, if it has one. */
export function describeField(definition: string, field: string): string | undefined {
  return DESCRIPTIONS[definition]?.[field];
}
