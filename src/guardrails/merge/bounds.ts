import { defined } from "../../api/defined.ts";
import type { Bounds, Decided } from "./merged.ts";

export type Compare<T> = (a: T, b: T) => number;

/** Bounds as one policy has them. */
export interface Source<T> {
  policy: string;
  bounds: { default?: T | undefined; min?: T | undefined; max?: T | undefined };
}

/**
 * The tightest bounds of several policies: the highest min, the lowest max, the lowest default. Of
 * equal ones the first stays, so that the answer does not depend on chance.
 */
export function tightest<T>(sources: readonly Source<T>[], compare: Compare<T>): Bounds<T> {
  const best = (key: keyof Source<T>["bounds"], better: (order: number) => boolean) =>
    sources.reduce<Decided<T> | undefined>((found, { policy, bounds }) => {
      const value = bounds[key];
      if (value === undefined) return found;
      return found === undefined || better(compare(value, found.value)) ? { value, policy } : found;
    }, undefined);
  return defined({
    default: best("default", (order) => order < 0),
    min: best("min", (order) => order > 0),
    max: best("max", (order) => order < 0),
  });
}

/**
 * The bounds of policies over those of the baseline, which decides what no policy does. A bound of
 * the baseline that contradicts a policy's value gives way.
 */
export function over<T>(policies: Bounds<T>, baseline: Bounds<T>, compare: Compare<T>): Bounds<T> {
  const given = [policies.default, policies.min, policies.max].filter((bound) => bound !== undefined);
  const fits = (bound: Decided<T> | undefined, contradicts: (order: number) => boolean) =>
    bound && given.some(({ value }) => contradicts(compare(value, bound.value))) ? undefined : bound;
  return defined({
    default: policies.default ?? baseline.default,
    min: policies.min ?? fits(baseline.min, (order) => order < 0),
    max: policies.max ?? fits(baseline.max, (order) => order > 0),
  });
}

/** The value in force: the default where none was asked for, else the asked one; then within the bounds. */
export function bound<T>(
  asked: T | undefined,
  bounds: Bounds<T>,
  compare: Compare<T>,
): Decided<T> | undefined {
  const start = asked === undefined ? bounds.default : { value: asked, policy: "" };
  return start && within(start, bounds, compare);
}

/** Where min and max contradict each other, max holds: less is safer than more. */
export function within<T>(value: Decided<T>, { min, max }: Bounds<T>, compare: Compare<T>): Decided<T> {
  const raised = min && compare(value.value, min.value) < 0 ? min : value;
  return max && compare(raised.value, max.value) > 0 ? max : raised;
}
