import fc from "fast-check";
import { expect, test } from "vitest";
import type { Bounds, Quantity } from "../../../../src/guardrails/merge/merged.ts";
import { compareQuantities } from "../../../../src/guardrails/quantity.ts";
import { boundPair, type Pair } from "../../../../src/guardrails/resources/pair.ts";

const at = (value: string) => ({ value, policy: "p" });
const rules = {
  request: { default: at("100m") },
  limit: { default: at("1"), max: at("4") },
  defaults: true,
  unlimited: true,
};
const values = ({ request, limit }: ReturnType<typeof boundPair>): Pair => ({
  ...(request && { request: request.value }),
  ...(limit && { limit: limit.value }),
});

const cases: [string, Pair, Pair][] = [
  ["nothing asked: both defaults", {}, { request: "100m", limit: "1" }],
  ["a request above the default limit raises it", { request: "2" }, { request: "2", limit: "2" }],
  ["a limit alone is also the request, as Kubernetes has it", { limit: "50m" }, { limit: "50m" }],
  ["inside the bounds: unchanged", { request: "250m", limit: "500m" }, { request: "250m", limit: "500m" }],
  ["a limit of 0 is none", { limit: "0" }, { limit: "4" }],
  ["a limit of 0 below a request", { request: "2", limit: "0Mi" }, { request: "2", limit: "4" }],
  ["a limit above the bound", { request: "1", limit: "8" }, { request: "1", limit: "4" }],
  ["a lowered limit takes the request with it", { request: "6", limit: "8" }, { request: "4", limit: "4" }],
  ["a request above the bound without a limit", { request: "6" }, { request: "4", limit: "4" }],
  [
    "a request above its own limit is the author's to mend",
    { request: "2", limit: "1" },
    { request: "2", limit: "1" },
  ],
  ["numbers as JSON", { request: 2, limit: 3 }, { request: 2, limit: 3 }],
  ["equal values in another notation stay as written", { limit: "4000m" }, { limit: "4000m" }],
];

test.each(cases)("%s", (_, asked, applied) => {
  expect(values(boundPair(asked, rules))).toEqual(applied);
});

test("a limit of 0 is above any min, and stays where there is no max", () => {
  const unbounded = { ...rules, limit: { min: at("64Mi") } };
  expect(values(boundPair({ limit: "0" }, unbounded))).toEqual({ limit: "0" });
});

test("a raised request takes the limit with it", () => {
  const raising = { ...rules, request: { min: at("2") } };
  expect(values(boundPair({ request: "1", limit: "1" }, raising))).toEqual({ request: "2", limit: "2" });
  expect(values(boundPair({ limit: "1" }, raising))).toEqual({ limit: "2" });
});

const quantity = fc.integer({ min: 1, max: 20_000 }).map((milli) => `${milli}m`);
const decided = fc
  .option(quantity, { nil: undefined })
  .map((value) => (value === undefined ? undefined : at(value)));
/** Bounds in which min ≤ default ≤ max. */
const bounds: fc.Arbitrary<Bounds<Quantity>> = fc
  .tuple(decided, decided, decided)
  .map((three) => three.toSorted((a, b) => compareQuantities(a?.value ?? "0", b?.value ?? "0") ?? 0))
  .map(([min, middle, max]) => ({ min, default: middle, max }));
const exceeds = (a: Quantity | undefined, b: Quantity | undefined) =>
  a !== undefined && b !== undefined && compareQuantities(a, b) === 1;

test("a pair that Kubernetes accepts stays one, is within all bounds, and is left alone the second time", () => {
  fc.assert(
    fc.property(
      fc.option(quantity),
      fc.option(quantity),
      bounds,
      bounds,
      (...[request, limit, forRequest, forLimit]) => {
        const asked: Pair = { ...(request !== null && { request }), ...(limit !== null && { limit }) };
        fc.pre(!exceeds(asked.request, asked.limit));
        fc.pre(!exceeds(forRequest.min?.value, forLimit.max?.value));
        const all = { request: forRequest, limit: forLimit, defaults: true, unlimited: true };
        const applied = values(boundPair(asked, all));
        expect(exceeds(applied.limit, forLimit.max?.value)).toBe(false);
        expect(exceeds(applied.request ?? applied.limit, forRequest.max?.value)).toBe(false);
        expect(exceeds(forLimit.min?.value, applied.limit)).toBe(false);
        expect(exceeds(forRequest.min?.value, applied.request ?? applied.limit)).toBe(false);
        expect(exceeds(applied.request, applied.limit)).toBe(false);
        if (forLimit.max) expect(applied.limit).toBeDefined();
        expect(values(boundPair(applied, all))).toEqual(applied);
      },
    ),
    { numRuns: 2000 },
  );
});
