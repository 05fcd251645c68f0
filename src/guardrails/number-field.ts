import type { BatchTaskSpec } from "../api/batchtask.ts";
import type { NumberField } from "./merge/merged.ts";

/** A number that a rule bounds, and backoffLimitPerIndex, which goes with backoffLimit. */
export type BoundedField = NumberField | "backoffLimitPerIndex";

/** Those that stand deeper than directly under spec. */
const DEEPER: Partial<Record<BoundedField, string>> = {
  startDeadlineSeconds: "runs.startDeadlineSeconds",
  spreadSeconds: "runs.schedule.spreadSeconds",
};

/** Where a number stands under spec. */
export function pathOf(field: BoundedField): string {
  return DEEPER[field] ?? field;
}

/** The number that was asked for. */
export function numberOf(spec: BatchTaskSpec, field: BoundedField): number | undefined {
  if (field === "startDeadlineSeconds") return spec.runs?.startDeadlineSeconds;
  return field === "spreadSeconds" ? spec.runs?.schedule?.spreadSeconds : spec[field];
}

/** The spec with another number; the argument stays as it is, and so does a spec without the schedule that has it. */
export function withNumber(spec: BatchTaskSpec, field: BoundedField, value: number): BatchTaskSpec {
  const { runs } = spec;
  if (field === "startDeadlineSeconds") return { ...spec, runs: { ...runs, [field]: value } };
  if (field !== "spreadSeconds") return { ...spec, [field]: value };
  return runs?.schedule
    ? { ...spec, runs: { ...runs, schedule: { ...runs.schedule, [field]: value } } }
    : spec;
}
