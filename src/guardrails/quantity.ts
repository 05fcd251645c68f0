const PATTERN = /^([+-]?)(\d+\.?\d*|\.\d+)(Ki|Mi|Gi|Ti|Pi|Ei|[numkMGTPE]|[eE][+-]?\d+)?$/;
const DECIMAL: Record<string, number> = { n: -9, u: -6, m: -3, "": 0, k: 3, M: 6, G: 9, T: 12, P: 15, E: 18 };
const BINARY: Record<string, number> = { Ki: 10, Mi: 20, Gi: 30, Ti: 40, Pi: 50, Ei: 60 };
/** A larger one with a binary suffix is taken for this (maxAllowed in that package). */
const MAX_NANOS = (2n ** 63n - 1n) * 10n ** 9n;
/** Far beyond what a quantity can hold (2^63-1); keeps a hostile exponent from costing memory. */
const MAX_EXPONENT = 100;

/**
 * A resource.Quantity in billionths, rounded away from zero as Kubernetes rounds
 * (k8s.io/apimachinery/pkg/api/resource: ParseQuantity). undefined for what is no quantity.
 */
export function nanos(quantity: string | number): bigint | undefined {
  const match = PATTERN.exec(String(quantity).trim());
  if (!match) return undefined;
  const [, sign, number = "", suffix = ""] = match;
  const [whole = "", fraction = ""] = number.split(".");
  const exponent =
    Math.max(-MAX_EXPONENT, Math.min(MAX_EXPONENT, decimalExponent(suffix))) + 9 - fraction.length;
  const binary = BINARY[suffix];
  const exact = scaled(BigInt(whole + fraction) << BigInt(binary ?? 0), exponent);
  const value = binary !== undefined && exact > MAX_NANOS ? MAX_NANOS : exact;
  return sign === "-" ? -value : value;
}

/** -1, 0 or 1 as a is less than, equal to or more than b; undefined where either is no quantity. */
export function compareQuantities(a: string | number, b: string | number): -1 | 0 | 1 | undefined {
  const [left, right] = [nanos(a), nanos(b)];
  if (left === undefined || right === undefined) return undefined;
  if (left === right) return 0;
  return left < right ? -1 : 1;
}

/** False for what is no quantity. */
export function isZero(quantity: string | number): boolean {
  return nanos(quantity) === 0n;
}

/** False for what is no quantity. */
export function isWholeNumber(quantity: string | number): boolean {
  const value = nanos(quantity);
  return value !== undefined && value % 1_000_000_000n === 0n;
}

/** For sorting: what is no quantity counts as equal to anything. */
export function orderQuantities(a: string | number, b: string | number): number {
  return compareQuantities(a, b) ?? 0;
}

function decimalExponent(suffix: string): number {
  if (suffix in BINARY) return 0;
  return DECIMAL[suffix] ?? Number(suffix.slice(1));
}

/** Times a power of ten, rounded up. */
function scaled(value: bigint, exponent: number): bigint {
  if (exponent >= 0) return value * 10n ** BigInt(exponent);
  const by = 10n ** BigInt(-exponent);
  return (value + by - 1n) / by;
}
