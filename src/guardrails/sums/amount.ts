import type { Quantity } from "../merge/merged.ts";
import { nanos } from "../quantity.ts";
import { celText } from "../text/sentence.ts";

/** A quantity as a number, as sums have it; 0 for what is no quantity. */
export function amount(quantity: Quantity): number {
  return Number(nanos(quantity) ?? 0n) / 1e9;
}

/** The same in CEL, of an expression that gives text or a number. CEL can't add quantities of a list. */
export function celAmount(quantity: string): string {
  const text = `string(${quantity}).trim()`;
  return `(isQuantity(${text}) ? quantity(${text}).asApproximateFloat() : 0.0)`;
}

/** What a container without a limit counts for, where no policy has a max: more than any bound. */
export const NO_LIMIT = 1e18;

/** So much more than the bound a sum may be for its parts' last digits: a part of a thousand millions. */
const TOLERANCE = 1e-9;

export const isBeyond = (sum: number, bound: number): boolean => sum > bound * (1 + TOLERANCE);

export const celIsBeyond = (sum: string, bound: string): string => `${sum} > ${bound} * ${1 + TOLERANCE}`;

const UNBOUNDED = "without a limit";
const MEBI = 1_048_576;
/** Above it thousandths are no whole number any more. */
const MANY = 1e12;

/** A sum for people: whole Mi as such, else to a thousandth. */
export function shownAmount(sum: number): string {
  if (sum >= NO_LIMIT) return UNBOUNDED;
  if (sum >= MEBI && Math.trunc(sum / MEBI) * MEBI === sum) return `${Math.trunc(sum / MEBI)}Mi`;
  return String(sum < MANY ? Math.trunc(sum * 1000 + 0.5) / 1000 : Math.trunc(sum));
}

/** The same in CEL. */
export function celShownAmount(sum: string): string {
  const mebi = `${MEBI}.0`;
  const isMebi = `${sum} >= ${mebi} && double(int(${sum} / ${mebi})) * ${mebi} == ${sum}`;
  const small = `string(double(int(${sum} * 1000.0 + 0.5)) / 1000.0)`;
  const none = `${sum} >= ${NO_LIMIT}.0 ? ${celText(UNBOUNDED)}`;
  return `(${none} : ${isMebi} ? string(int(${sum} / ${mebi})) + 'Mi' : ${sum} < ${MANY}.0 ? ${small} : string(int(${sum})))`;
}
