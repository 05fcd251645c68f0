import type { BatchTask, BatchTaskSpec } from "../api/batchtask.ts";
import type { Adjustment, Effective } from "../api/status.ts";
import { BASELINE } from "../guardrails/baseline.ts";
import { holdersOf } from "../guardrails/resources/holders.ts";
import { numberOf, pathOf } from "../guardrails/number-field.ts";
import { NUMBER_FIELDS } from "../guardrails/merge/merged.ts";
import { asked as hashed, isRunOf } from "../job/template-hash.ts";

/** A value that stands where nobody asked for any, and who put it there. */
export type FilledIn = Pick<Adjustment, "field" | "applied" | "policy">;

const NUMBERS: ReadonlySet<string> = new Set(NUMBER_FIELDS.map(pathOf));
/** Of the others none is filled in where no policy does it. */
const BASELINES: ReadonlySet<string> = new Set(
  NUMBER_FIELDS.filter((field) => BASELINE.rules[field]).map(pathOf),
);
const isOfContainer = (field: string): boolean =>
  /^template\.spec\.(containers|initContainers)\[[^\]]+\]\.resources\./.test(field);

/** Whether a value was filled in that status.effective tells of: it is not told a second time. */
export function isToldByEffective({ field, asked, mode }: Adjustment): boolean {
  if (asked !== undefined || mode === "Warn") return false;
  return NUMBERS.has(field) || isOfContainer(field);
}

/** Which fields policies filled in, by policy; undefined where the baseline alone did. */
export function filledInBy(filled: readonly Pick<FilledIn, "field" | "policy">[]): Effective["filledIn"] {
  const byPolicy = Map.groupBy(
    filled.filter(({ policy }) => policy !== BASELINE.name),
    ({ policy }) => policy,
  );
  if (byPolicy.size === 0) return undefined;
  return [...byPolicy].map(([policy, own]) => ({ policy, fields: own.map(({ field }) => field) }));
}

/**
 * What a task has in force that its spec does not ask for. What the containers of a run have that was made before an
 * edit may be what was asked for then: of that only what a policy is known to have filled in. Pure.
 */
export function filledInOf({ spec, status }: BatchTask): FilledIn[] {
  const { effective = {}, adjustments = [], run } = status ?? {};
  const policies = new Map(
    effective.filledIn?.flatMap(({ policy, fields }) => fields.map((field) => [field, policy] as const)),
  );
  const told = new Set(adjustments.filter(({ mode }) => mode !== "Warn").map(({ field }) => field));
  const asked = askedIn(spec);
  const isEdited = run !== undefined && !isRunOf(hashed(spec), run.templateHash, true);
  const isKnown = (field: string) =>
    policies.has(field) || BASELINES.has(field) || (isOfContainer(field) && !isEdited);
  return valuesOf(effective, spec)
    .filter(([field]) => !asked.has(field) && !told.has(field) && isKnown(field))
    .map(([field, applied]) => ({ field, applied, policy: policies.get(field) ?? BASELINE.name }));
}

/** Paths of the values that a spec has itself. */
function askedIn(spec: BatchTaskSpec): ReadonlySet<string> {
  const numbers = NUMBER_FIELDS.filter((field) => numberOf(spec, field) !== undefined).map(pathOf);
  const quantities = holdersOf(spec).flatMap(({ path, resources: { requests, limits } }) => [
    ...Object.keys(requests ?? {}).map((name) => `${path}.requests.${name}`),
    ...Object.keys(limits ?? {}).map((name) => `${path}.limits.${name}`),
  ]);
  return new Set([...numbers, ...quantities]);
}

function valuesOf(effective: Effective, spec: BatchTaskSpec): [field: string, value: string][] {
  const numbers = NUMBER_FIELDS.flatMap((field): [string, string][] => {
    const value = effective[field];
    return value === undefined ? [] : [[pathOf(field), String(value)]];
  });
  const inits = new Set(spec.template.spec?.initContainers?.map(({ name }) => name));
  const quantities = (effective.resources ?? []).flatMap(({ container, ...kinds }) => {
    const path = `template.spec.${inits.has(container) ? "initContainers" : "containers"}[${container}].resources`;
    return (["requests", "limits"] as const).flatMap((kind) =>
      Object.entries(kinds[kind] ?? {}).map(([name, value]): [string, string] => [
        `${path}.${kind}.${name}`,
        value,
      ]),
    );
  });
  return [...numbers, ...quantities];
}
