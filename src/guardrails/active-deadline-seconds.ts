import { boundedNumber } from "./bounded-number.ts";
import type { Rule } from "./rule.ts";

/** Bounds how long a run may take, so that nothing hangs for ever. Seconds. */
export const activeDeadlineSeconds: Rule = (spec, policy) =>
  boundedNumber("activeDeadlineSeconds", spec, policy);
