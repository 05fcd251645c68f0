import { createTokenBucket } from "../../../src/kube/token-bucket.ts";
import { expect, test } from "vitest";

function allowance() {
  const clock = { now: 0 };
  const take = createTokenBucket({ perSecond: 2, burst: 3, share: 0.2, monotonic: () => clock.now });
  return { clock, take, taken: () => Array.from({ length: 9 }, take).filter(Boolean).length };
}

test("a burst at once, then so many a second, and no more saved up than a burst", () => {
  const { clock, taken } = allowance();
  expect(taken()).toBe(3);
  clock.now += 1_000;
  expect(taken()).toBe(2);
  clock.now += 400;
  expect(taken()).toBe(0);
  clock.now += 3_600_000;
  expect(taken()).toBe(3);
});

test("what took a second keeps the next ones waiting for five, at a share of a fifth", () => {
  const { clock, take, taken } = allowance();
  taken();
  clock.now += 500;
  const end = take();
  clock.now += 1_000;
  end?.();
  clock.now += 3_000;
  expect(taken()).toBe(0);
  clock.now += 1_500;
  expect(taken()).toBeGreaterThan(0);
});

test("where one took long, the next one pays before it begins", () => {
  const { clock, take, taken } = allowance();
  const end = take();
  clock.now += 1_000;
  end?.();
  clock.now += 60_000;
  expect(taken()).toBe(1);
});

test("many that took long at once keep the next ones waiting for half a minute at the longest", () => {
  const { clock, take, taken } = allowance();
  const ends = [take(), take(), take()];
  clock.now += 20_000;
  for (const end of ends) end?.();
  clock.now += 9_000;
  expect(taken()).toBe(0);
  clock.now += 22_000;
  expect(taken()).toBeGreaterThan(0);
});
