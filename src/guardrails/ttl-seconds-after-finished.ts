import { boundedNumber } from "./bounded-number.ts";
import type { Rule } from "./rule.ts";

/** Bounds how long a finished Job and its pods stay, so that they don't pile up. Seconds. */
export const ttlSecondsAfterFinished: Rule = (spec, policy) =>
  boundedNumber("ttlSecondsAfterFinished", spec, policy);
