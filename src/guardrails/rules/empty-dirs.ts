import type { BatchTaskSpec } from "../../api/batchtask.ts";
import { defined } from "../../api/defined.ts";
import type { Adjustment } from "../../api/status.ts";
import { celChange, celLet } from "../cel-change.ts";
import { celApplied, celFilledIn, celHeld, celIsFilledIn } from "../text/changed.ts";
import { bound } from "../merge/bounds.ts";
import type { Quantity } from "../merge/merged.ts";
import { compareQuantities, orderQuantities } from "../quantity.ts";
import type { Rule, Shown } from "../rule.ts";
import { celBeyond, celOutOfBounds, celUnbounded, outOfBounds, unbounded } from "../text/out-of-bounds.ts";

const R = "variables.rules.emptyDirs.sizeLimit";
const SIZE = "v.emptyDir.sizeLimit";
const FIELD = "'template.spec.volumes[' + v.name + '].emptyDir.sizeLimit'";

const HELD = `has(variables.pod.volumes) ? variables.pod.volumes.map(v, has(v.emptyDir) && has(${SIZE}), ${celHeld(FIELD, SIZE)}) : []`;

interface EmptyDir {
  field: string;
  sizeLimit: Quantity | undefined;
}

function emptyDirsOf({ template }: BatchTaskSpec): EmptyDir[] {
  return (template.spec?.volumes ?? []).flatMap(({ name, emptyDir }) =>
    emptyDir ? [{ field: fieldOf(name), sizeLimit: emptyDir.sizeLimit }] : [],
  );
}

const fieldOf = (name: string): string => `template.spec.volumes[${name}].emptyDir.sizeLimit`;

/** Bounds what emptyDir volumes may take of a node's disk or memory. */
export const emptyDirs: Rule = {
  name: "emptyDirs",
  about: [
    "Bounds sizeLimit of emptyDir volumes, which are a node's disk, or with medium Memory its memory.",
    "An emptyDir without a sizeLimit gets default, or max where there is no default.",
    "The kubelet evicts a pod that goes beyond it. The sum over all volumes of a pod is bounded by its limit of ephemeral-storage, in `resources`.",
    "A change of the policy reaches future runs only.",
  ],
  example: { emptyDirs: { sizeLimit: { default: "1Gi", max: "10Gi" } } },
  objections: (spec, { name: policy, rules }) => {
    const bounds = rules.emptyDirs?.sizeLimit;
    if (!bounds) return [];
    return emptyDirsOf(spec).flatMap(({ field, sizeLimit: value }) =>
      value === undefined ? [] : outOfBounds<Quantity>({ field, value, policy }, bounds, compareQuantities),
    );
  },
  cel: (shown) => (["max", "min"] as const).map((side) => `(${celSide(side, shown)})`).join(" + "),
  unfilled: (spec, { name: policy, rules }) =>
    emptyDirsOf(spec).flatMap(({ field, sizeLimit }) =>
      sizeLimit === undefined ? unbounded({ field, policy }, rules.emptyDirs?.sizeLimit ?? {}) : [],
    ),
  celUnfilled: (shown) => {
    const absent = `has(${R}.max) && ${shown.bounds(R)} && has(v.emptyDir) && !has(${SIZE})`;
    return whereBounded(`variables.pod.volumes.map(v, ${absent}, ${celUnbounded(FIELD, R)})`);
  },
  adjust: (spec, { emptyDirs: bounds }) => {
    const pod = spec.template.spec;
    const start = { default: bounds.default ?? bounds.max, min: bounds.min, max: bounds.max };
    const adjustments: Adjustment[] = [];
    const volumes = pod?.volumes?.map((volume) => {
      const asked = volume.emptyDir?.sizeLimit;
      const applied = volume.emptyDir && bound<Quantity>(asked, start, orderQuantities);
      if (!applied || applied.value === asked) return volume;
      const [field, value] = [fieldOf(volume.name), String(applied.value)];
      const { policy } = applied;
      adjustments.push(defined({ field, asked, applied: value, rule: "emptyDirs", policy }));
      return { ...volume, emptyDir: { ...volume.emptyDir, sizeLimit: value } };
    });
    if (adjustments.length === 0 || !pod || !volumes) return { spec, adjustments };
    return { spec: { ...spec, template: { ...spec.template, spec: { ...pod, volumes } } }, adjustments };
  },
  celAdjust: { changes: celChanges(), holds: HELD },
};

/** CEL: a quantity within the bounds, of which min is no more than max. */
function celWithin(value: string): string {
  const order = (side: string) => `quantity(${value}).compareTo(quantity(string(${R}.${side})))`;
  return `(has(${R}.max) && ${order("max")} > 0 ? string(${R}.max) : has(${R}.min) && ${order("min")} < 0 ? string(${R}.min) : ${value})`;
}

function celChanges(): string {
  const start = `(has(${R}.default) ? string(${R}.default) : has(${R}.max) ? string(${R}.max) : '')`;
  const lower = `${start} != '' && quantity(${start}).compareTo(quantity(string(${SIZE}))) < 0`;
  const isOthers = `${lower} && ${celIsFilledIn(FIELD, SIZE)}`;
  const asked = `has(${SIZE}) && !(${isOthers}) ? string(${SIZE}) : ''`;
  const applied = `asked == '' ? (${start} == '' ? '' : ${celLet("start", start, celWithin("start"))}) : ${R}.onViolation == 'Clamp' ? ${celWithin("asked")} : asked`;
  const change = celChange({
    path: "'/template/spec/volumes/' + string(index) + '/emptyDir/sizeLimit'",
    value: "applied",
    says: `asked == '' ? ${celFilledIn({ field: FIELD, applied: "applied" })} : ${celApplied({ field: FIELD, asked: "asked", applied: "applied" })}`,
  });
  const each = `[${applied}].filter(applied, applied != '' && !(has(${SIZE}) && string(${SIZE}) == applied)).map(applied, ${change})`;
  return whereBounded(
    `variables.pod.volumes.transformList(index, v, has(v.emptyDir), ${celLet("asked", asked, each)}).flatten()`,
  );
}

/** CEL of a list of messages, where there are bounds and volumes. */
function whereBounded(messages: string): string {
  return `has(variables.rules.emptyDirs) && has(${R}) && has(variables.pod.volumes) ? ${messages} : []`;
}

function celSide(side: "max" | "min", shown: Shown): string {
  const text = `string(${SIZE}).trim()`;
  const order = `quantity(${text}).compareTo(quantity(string(${R}.${side}))) ${celBeyond(side)} 0`;
  const asked = `has(v.emptyDir) && has(${SIZE}) && isQuantity(${text})`;
  const message = celOutOfBounds(side, { field: FIELD, asked: `string(${SIZE})` }, { bounds: R, shown });
  const condition = `has(${R}.${side}) && ${shown.bounds(R)} && ${asked} && ${order}`;
  return whereBounded(`variables.pod.volumes.map(v, ${condition}, ${message})`);
}
