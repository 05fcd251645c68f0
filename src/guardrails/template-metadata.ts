import type { BatchTaskSpec } from "../api/batchtask.ts";
import { defined } from "../api/defined.ts";
import type { Adjustment } from "../api/status.ts";
import type { Decided } from "./merge/merged.ts";
import type { Guarded } from "./rule.ts";

/** Two maps of a pod template's metadata; each is the name of a rule as well. */
type Part = "labels" | "annotations";

export function metadataOf(spec: BatchTaskSpec, part: Part): Readonly<Record<string, string>> {
  return spec.template.metadata?.[part] ?? {};
}

/** Of what is injected, what an author has not got so. */
export function changedOf(
  inject: Readonly<Record<string, Decided<string>>>,
  before: Readonly<Record<string, string>>,
): [key: string, value: Decided<string>][] {
  return Object.entries(inject).filter(([key, { value }]) => before[key] !== value);
}

/** A spec of which the pod template has other labels or annotations, and what was changed. Pure. */
export function withMetadata(
  spec: BatchTaskSpec,
  part: Part,
  changed: readonly (readonly [key: string, value: Decided<string>])[],
): Guarded {
  if (changed.length === 0) return { spec, adjustments: [] };
  const before = metadataOf(spec, part);
  const after = { ...before, ...Object.fromEntries(changed.map(([key, { value }]) => [key, value])) };
  const { template } = spec;
  const adjustments = changed.map(
    ([key, { value: applied, policy }]): Adjustment =>
      defined({
        field: `template.metadata.${part}[${key}]`,
        asked: before[key],
        applied,
        rule: part,
        policy,
      }),
  );
  return {
    spec: { ...spec, template: { ...template, metadata: { ...template.metadata, [part]: after } } },
    adjustments,
  };
}
