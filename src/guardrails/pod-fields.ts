import type { BatchTaskSpec } from "../api/batchtask.ts";
import type { Adjustment } from "../api/status.ts";
import type { Guarded } from "./rule.ts";

type Pod = NonNullable<BatchTaskSpec["template"]["spec"]>;

/** A spec of which the pod has other fields; as it is where nothing was adjusted, or there is no pod. Pure. */
export function withPodFields(spec: BatchTaskSpec, fields: Partial<Pod>, adjustments: Adjustment[]): Guarded {
  const pod = spec.template.spec;
  if (!pod || adjustments.length === 0) return { spec, adjustments: [] };
  return { spec: { ...spec, template: { ...spec.template, spec: { ...pod, ...fields } } }, adjustments };
}
