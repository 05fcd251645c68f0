import { defined } from "../api/defined.ts";
import type { QuantityRule } from "./policy.ts";
import { compareQuantities } from "./quantity.ts";

/** Request and limit of one resource in one container. A stored quantity may be a JSON number. */
export interface Pair {
  request?: string | number;
  limit?: string | number;
}

export interface PairRules {
  request: QuantityRule;
  limit: QuantityRule;
  /** Whether absent values are filled in. */
  defaults: boolean;
}

/**
 * Brings a request and its limit within their bounds. Never makes a valid pair invalid: what lowers
 * the limit lowers the request with it, and a limit's default is raised to the request. A request
 * that its author set above the limit stays so, for the API server to refuse by name.
 */
export function boundPair(asked: Pair, rules: PairRules): Pair {
  const limit = clamp(asked.limit, rules.limit);
  const within = isAbove(asked.request, asked.limit) ? undefined : limit;
  const clamped = clamp(asked.request, rules.request);
  const request = lower(lower(clamped, within), rules.limit.max);
  if (!rules.defaults) return defined({ request, limit });
  const filled = request ?? (limit === undefined ? rules.request.default : undefined);
  return defined({ request: filled, limit: limit ?? raise(rules.limit.default, filled) });
}

function clamp(value: Pair["limit"], { min, max }: QuantityRule): Pair["limit"] {
  return lower(raise(value, min), max);
}

function lower(value: Pair["limit"], to: Pair["limit"]): Pair["limit"] {
  return isAbove(value, to) ? to : value;
}

function raise(value: Pair["limit"], to: Pair["limit"]): Pair["limit"] {
  return isAbove(to, value) ? to : value;
}

/** False where either is absent or no quantity. */
function isAbove(a: Pair["limit"], b: Pair["limit"]): boolean {
  return a !== undefined && b !== undefined && compareQuantities(a, b) === 1;
}
