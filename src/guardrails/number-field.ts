import type { BatchTaskSpec } from "../api/batchtask.ts";
import type { NumberField } from "./merge/merged.ts";

/** A number that a rule bounds, and backoffLimitPerIndex, which goes with backoffLimit. */
export type BoundedField = NumberField | "backoffLimitPerIndex";

/** Where a number stands under spec. */
export function pathOf(field: BoundedField): string {
  return field === "startDeadlineSeconds" ? `runs.${field}` : field;
}

/** The number that was asked for. */
export function numberOf(spec: BatchTaskSpec, field: BoundedField): number | undefined {
  return field === "startDeadlineSeconds" ? spec.runs?.[field] : spec[field];
}

/** The spec with another number; the argument stays as it is. */
export function withNumber(spec: BatchTaskSpec, field: BoundedField, value: number): BatchTaskSpec {
  return field === "startDeadlineSeconds"
    ? { ...spec, runs: { ...spec.runs, [field]: value } }
    : { ...spec, [field]: value };
}
