import type { BatchTaskSpec } from "../../api/batchtask.ts";
import type { Bounds } from "../merge/merged.ts";
import { celNumberChange, celNumberHeld, beyond } from "../number-change.ts";
import { adjustNumber, numberObjections, unchanged } from "../number-rule.ts";
import { celChange } from "../cel-change.ts";
import type { Guarded, Rule } from "../rule.ts";

const R = "variables.rules.parallelism";
const SPEC = "variables.spec";
const MOST = `(has(${SPEC}.completions) ? ${SPEC}.completions : 1)`;
const SENSIBLE = `(${R}.default < ${MOST} ? ${R}.default : ${MOST})`;
/** CEL of what is filled in: see `sensible`. */
const START = `has(${R}.default) && ${SENSIBLE} != 1 ? ${SENSIBLE} : ${beyond(R, 1)}`;
const ONE_COMPLETION = celChange({ path: "'/completions'", value: "1", says: "''" });

/**
 * Bounds parallelism. Absent it is 1. Where completions are absent too, a filled-in parallelism
 * would turn a task of one pod into a work queue, so the 1 that completions stand for is filled in
 * with it (SetDefaults_Job in pkg/apis/batch/v1).
 */
export const parallelism: Rule = {
  name: "parallelism",
  about: [
    "Bounds how many pods of a task run at the same time.",
    "A change of the policy reaches running tasks.",
  ],
  example: { parallelism: { max: 50 } },
  ...numberObjections("parallelism"),
  adjust: (spec, { numbers: { parallelism: bounds } }) => {
    const guarded = adjustNumber(spec, "parallelism", { bounds: sensible(spec, bounds), absent: 1 });
    return spec.parallelism === undefined && guarded.spec.parallelism !== undefined
      ? { ...guarded, spec: { completions: 1, ...guarded.spec } }
      : guarded;
  },
  celAdjust: {
    holds: celNumberHeld("parallelism"),
    ownPatch: true,
    variables: { parallelismChange: celNumberChange("parallelism", { start: START }) },
    changes: `variables.parallelismChange + ((has(${SPEC}.parallelism) || has(${SPEC}.completions)) ? [] : variables.parallelismChange.map(one, ${ONE_COMPLETION}))`,
  },
};

/** Lowers parallelism to a fixed number of completions: more pods than that would never start. */
export const parallelismWithinCompletions: Rule = {
  name: "parallelismWithinCompletions",
  about: [
    "Parallelism above a fixed number of completions is lowered to it, and reported: more pods would never start.",
    "It holds always. A policy's min for parallelism goes before it.",
  ],
  adjust: (spec, { numbers: { parallelism: bounds } }) => lowered(spec, bounds?.min?.value ?? 0),
};

/** A default above the completions would be lowered again at once; one of 1 is what an absent value means. */
function sensible({ completions = 1 }: BatchTaskSpec, bounds: Bounds<number> = {}): Bounds<number> {
  const { default: wanted, ...others } = bounds;
  if (!wanted) return others;
  const value = Math.min(wanted.value, completions);
  return value === 1 ? others : { ...others, default: { ...wanted, value } };
}

function lowered(spec: BatchTaskSpec, min: number): Guarded {
  const { parallelism: asked, completions } = spec;
  if (asked === undefined || completions === undefined || asked <= Math.max(completions, min))
    return unchanged(spec);
  const applied = Math.max(completions, min);
  const adjustment = {
    field: "parallelism",
    asked: String(asked),
    applied: String(applied),
    rule: "parallelismWithinCompletions",
    policy: "baseline",
  };
  return { spec: { ...spec, parallelism: applied }, adjustments: [adjustment] };
}
