import { expect, test } from "vitest";
import { createAllowance } from "../../../src/reconcile/allowance.ts";

test("a burst at once, then so many a second, and no more saved up than a burst", () => {
  let now = 0;
  const take = createAllowance({ perSecond: 2, burst: 3, monotonic: () => now });
  const taken = () => Array.from({ length: 9 }, take).filter(Boolean).length;
  expect(taken()).toBe(3);
  now += 1_000;
  expect(taken()).toBe(2);
  now += 400;
  expect(taken()).toBe(0);
  now += 3_600_000;
  expect(taken()).toBe(3);
});
