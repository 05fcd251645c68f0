import { defined } from "../../api/defined.ts";
import type { OnViolation } from "../../api/policy/bounds.ts";
import type { Objection, Shown } from "../rule.ts";
import { celSentence, celText, sentence } from "./sentence.ts";

const NO_LIMIT = "no limit";
const ABSENT =
  "spec.{field} is absent, which is {meaning}, and policy {policy} allows at most {bound}: set it to {bound} or less";

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
/** CEL: how a value beyond the bound compares to it. */
export const celBeyond = (side: Side): string => (side === "max" ? ">" : "<");

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
 * @param about CEL that names the bounds, and whether anything is clamped
 */
export function celOutOfBounds(
  side: Side,
  slots: { field: string; asked: string },
  { bounds, shown }: { bounds: string; shown: Shown },
): string {
  const all = { ...slots, policy: "variables.policy", bound: `string(${bounds}.${side})` };
  const { Reject, Clamp } = SENTENCES[side];
  if (!shown.clamps) return celSentence(Reject, all);
  return `(${bounds}.onViolation == 'Reject' ? ${celSentence(Reject, all)} : ${celSentence(Clamp, all)})`;
}

/** What a max objects to where there is no value, and nobody fills one in; `meaning` is what Kubernetes takes it for. */
export function unbounded(
  { field, policy, meaning = NO_LIMIT }: { field: string; policy: string; meaning?: string },
  {
    max,
    onViolation: action = "Clamp",
  }: { max?: string | number | undefined; onViolation?: OnViolation | undefined },
): Objection[] {
  if (max === undefined) return [];
  return [
    { field, asked: "", action, message: sentence(ABSENT, { field, policy, meaning, bound: String(max) }) },
  ];
}

/** The sentence of the same in CEL. */
export function celUnbounded(field: string, bounds: string, meaning = NO_LIMIT): string {
  const slots = { field, policy: "variables.policy", bound: `string(${bounds}.max)` };
  return celSentence(ABSENT, { ...slots, meaning: celText(meaning) });
}
