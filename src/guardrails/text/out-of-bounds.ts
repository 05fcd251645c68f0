import { defined } from "../../api/defined.ts";
import type { OnViolation } from "../../api/policy/bounds.ts";
import type { Objection } from "../rule.ts";
import { celSentence, sentence } from "./sentence.ts";

/** Every sentence about bounds: field, value, policy, bound, and what follows. */
const SENTENCES = {
  max: {
    Reject: "spec.{field} is {asked}, and policy {policy} allows at most {bound}: set it to {bound} or less",
    Clamp: "spec.{field} is {asked}, and policy {policy} allows at most {bound}: {bound} is applied",
  },
  min: {
    Reject:
      "spec.{field} is {asked}, and policy {policy} asks for at least {bound}: set it to {bound} or more",
    Clamp: "spec.{field} is {asked}, and policy {policy} asks for at least {bound}: {bound} is applied",
  },
};
export type Side = keyof typeof SENTENCES;
const SIDES: readonly Side[] = ["max", "min"];

interface Bounds<T> {
  min?: T | undefined;
  max?: T | undefined;
  onViolation?: OnViolation | undefined;
}

/** A value that is asked for, and where. */
export interface Asked<T> {
  field: string;
  value: T;
  policy: string;
  /** The value in words. Default: as it is. */
  shown?: string;
}

/** What bounds object to in a value. */
export function outOfBounds<T extends string | number>(
  { field, value, policy, shown = String(value) }: Asked<T>,
  bounds: Bounds<T>,
  compare: (a: T, b: T) => number | undefined,
): Objection[] {
  const action = bounds.onViolation ?? "Clamp";
  return SIDES.flatMap((side) => {
    const bound = bounds[side];
    const order = bound === undefined ? 0 : (compare(value, bound) ?? 0);
    if (bound === undefined || (side === "max" ? order <= 0 : order >= 0)) return [];
    const slots = { field, asked: shown, policy, bound: String(bound) };
    return [
      defined({ field, asked: String(value), action, message: sentence(SENTENCES[side][action], slots) }),
    ];
  });
}

/**
 * The sentence about one side of some bounds, in CEL. Clamp and Reject differ in their ends only.
 * @param slots CEL that gives text for field, asked and bound
 * @param bounds CEL that names the bounds
 */
export function celOutOfBounds(side: Side, slots: { field: string; asked: string }, bounds: string): string {
  const all = { ...slots, policy: "variables.policy", bound: `string(${bounds}.${side})` };
  const { Reject, Clamp } = SENTENCES[side];
  return `(${bounds}.onViolation == 'Reject' ? ${celSentence(Reject, all)} : ${celSentence(Clamp, all)})`;
}
