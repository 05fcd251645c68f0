import type { ValidationRule } from "../schema/node.ts";

const INDEXED = "has(self.completionMode) && self.completionMode == 'Indexed'";

/** Most pods or failed indexes of an Indexed Job (pkg/apis/batch/validation/validation.go). */
const MAX_INDEXED = 100_000;
/** The same, once backoffLimitPerIndex is used and completions is above MAX_INDEXED. */
const MAX_HIGH_COMPLETIONS = 10_000;

/** When a bound holds: in CEL, and in words. */
interface Condition {
  cel: string;
  words: string;
}

const INDEXED_MODE: Condition = { cel: INDEXED, words: "completionMode Indexed" };
const HIGH_COMPLETIONS: Condition = {
  cel: `${INDEXED} && has(self.backoffLimitPerIndex) && has(self.completions) && self.completions > ${MAX_INDEXED}`,
  words: `backoffLimitPerIndex and completions above ${MAX_INDEXED}`,
};

/** Rules of validateJobSpec for Indexed Jobs, and for what only they can have. */
export function indexedRules(): ValidationRule[] {
  return [...needsIndexed(), ...bounds(), ...highCompletions()];
}

function needsIndexed(): ValidationRule[] {
  const fields = ["backoffLimitPerIndex", "maxFailedIndexes", "successPolicy"];
  return fields.map((field) => ({
    rule: `!has(self.${field}) || (${INDEXED})`,
    messageExpression: `'${field} needs completionMode Indexed, and it is ' + (has(self.completionMode) ? self.completionMode : 'absent, which means NonIndexed') + ': set completionMode to Indexed, or remove ${field}'`,
    message: `${field} needs completionMode Indexed`,
    fieldPath: `.${field}`,
    reason: "FieldValueForbidden",
  }));
}

function bounds(): ValidationRule[] {
  return [
    {
      rule: "!has(self.maxFailedIndexes) || has(self.backoffLimitPerIndex)",
      message: "maxFailedIndexes needs backoffLimitPerIndex: set it, or remove maxFailedIndexes",
      fieldPath: ".backoffLimitPerIndex",
      reason: "FieldValueRequired",
    },
    {
      // Without both, both are 1 (SetDefaults_Job); with parallelism alone a Job has no completions.
      rule: `!(${INDEXED}) || has(self.completions) || !has(self.parallelism)`,
      message:
        "completionMode Indexed with parallelism needs completions, the number of indexes: set completions, or remove parallelism too, and both are 1",
      fieldPath: ".completions",
      reason: "FieldValueRequired",
    },
    {
      // A message can't hold the number: CEL takes string(int) for unbounded, beyond the cost budget.
      rule: "!has(self.maxFailedIndexes) || self.maxFailedIndexes <= (has(self.completions) ? self.completions : 1)",
      message:
        "maxFailedIndexes is at most completions (1 if absent): lower maxFailedIndexes, or raise completions",
      fieldPath: ".maxFailedIndexes",
      reason: "FieldValueInvalid",
    },
    atMost("maxFailedIndexes", MAX_INDEXED, INDEXED_MODE),
    atMost("parallelism", MAX_INDEXED, INDEXED_MODE),
  ];
}

function highCompletions(): ValidationRule[] {
  return [
    {
      rule: `!(${HIGH_COMPLETIONS.cel}) || has(self.maxFailedIndexes)`,
      message: `${HIGH_COMPLETIONS.words} need maxFailedIndexes: set it to ${MAX_HIGH_COMPLETIONS} or less`,
      fieldPath: ".maxFailedIndexes",
      reason: "FieldValueRequired",
    },
    atMost("parallelism", MAX_HIGH_COMPLETIONS, HIGH_COMPLETIONS),
    atMost("maxFailedIndexes", MAX_HIGH_COMPLETIONS, HIGH_COMPLETIONS),
  ];
}

/** `field` is at most `bound` where `when` (CEL) holds. */
function atMost(field: string, bound: number, when: Condition): ValidationRule {
  return {
    rule: `!has(self.${field}) || !(${when.cel}) || self.${field} <= ${bound}`,
    message: `${field} is at most ${bound} with ${when.words}: lower it`,
    fieldPath: `.${field}`,
    reason: "FieldValueInvalid",
  };
}
