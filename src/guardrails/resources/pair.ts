import { defined } from "../../api/defined.ts";
import { within } from "../merge/bounds.ts";
import type { Bounds, Decided, Quantity } from "../merge/merged.ts";
import { compareQuantities, isZero, orderQuantities } from "../quantity.ts";

/** Request and limit of one resource in one container. A stored quantity may be a JSON number. */
export interface Pair {
  request?: Quantity | undefined;
  limit?: Quantity | undefined;
}

export interface Filling {
  /** Whether absent values are filled in. */
  defaults: boolean;
  /** A limit that is filled in is no less than this. */
  least?: Quantity;
}

export interface PairRules extends Filling {
  request: Bounds<Quantity>;
  limit: Bounds<Quantity>;
  /** Whether an absent limit means none at all, so that a max must be filled in for it. */
  unlimited: boolean;
}

type Known = Decided<Quantity> | undefined;

/** Request and limit in force, each with the policy that decided; "" is the author. */
export interface DecidedPair {
  request?: Decided<Quantity> | undefined;
  limit?: Decided<Quantity> | undefined;
}

/**
 * Brings a request and its limit within their bounds. Never makes a valid pair invalid: what lowers
 * the limit lowers the request with it, what raises the request raises the limit, and a limit's
 * default is raised to the request (kubernetes#51430). A request that its author set above the
 * limit stays so, for the API server to refuse by name.
 */
export function boundPair(asked: Pair, rules: PairRules): DecidedPair {
  const request = clamped(own(asked.request), rules.request);
  const given = limitOf(asked, rules);
  const limit = isUnbounded(asked, rules) ? given : clamped(given, rules.limit);
  if (isUnbounded(asked, rules) || isAbove(own(asked.request), given)) return defined({ request, limit });
  const started = request ?? (rules.defaults && !limit ? filledRequest(rules) : undefined);
  const capped = lower(started, rules.limit.max);
  const ended = limit ?? (rules.defaults ? filledLimit(rules, capped) : undefined);
  return settle({ request: asked.limit === undefined ? capped : lower(started, ended), limit: ended }, rules);
}

/** A limit of 0 is none at all: above any min, and a max takes its place. */
function isNone({ limit }: Pair, { unlimited }: PairRules): boolean {
  return unlimited && limit !== undefined && isZero(limit);
}

/** A limit of 0 that no max stands against. */
function isUnbounded(asked: Pair, rules: PairRules): boolean {
  return isNone(asked, rules) && rules.limit.max === undefined;
}

function limitOf(asked: Pair, rules: PairRules): Known {
  return (isNone(asked, rules) ? rules.limit.max : undefined) ?? own(asked.limit);
}

/** A request that is absent is the limit (SetDefaults_Pod): then that has to be within the request's bounds. */
function settle({ request, limit }: DecidedPair, { request: bounds, limit: limits }: PairRules): DecidedPair {
  if (!limit) return defined({ request });
  const meant = request ?? limit;
  const needed = clamped(meant, bounds) ?? meant;
  const fitting = lower(needed, limits.max) ?? needed;
  const raised = isAbove(fitting, limit) ? fitting : limit;
  const stays = request === undefined && orderQuantities(fitting.value, raised.value) === 0;
  return defined({ request: stays ? undefined : fitting, limit: raised });
}

function filledRequest({ request }: PairRules): Known {
  return clamped(request.default ?? request.min, request);
}

/** The limit's default, and where there is none its max if an absent limit would be none at all. */
function filledLimit(rules: PairRules, request: Known): Known {
  const { limit, least = 0 } = rules;
  const needed = request && isAbove(request, own(least)) ? request.value : least;
  const filled = clamped(startOf(rules), limit);
  return filled && isAbove(own(needed), filled) ? { ...filled, value: needed } : filled;
}

function startOf(rules: PairRules): Known {
  const { limit, unlimited } = rules;
  const most = unlimited ? limit.max : undefined;
  return most && isNone({ limit: limit.default?.value }, rules) ? most : (limit.default ?? most);
}

const own = (value: Quantity | undefined): Known => (value === undefined ? undefined : { value, policy: "" });

function clamped(value: Known, bounds: Bounds<Quantity>): Known {
  return value && within(value, bounds, orderQuantities);
}

function lower(value: Known, to: Known): Known {
  return isAbove(value, to) ? to : value;
}

/** False where either is absent or no quantity. */
function isAbove(a: Known, b: Known): boolean {
  return a !== undefined && b !== undefined && compareQuantities(a.value, b.value) === 1;
}
