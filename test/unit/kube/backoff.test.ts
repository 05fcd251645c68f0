import { describe, expect, test } from "vitest";
import { createBackoff } from "../../../src/kube/backoff.ts";
import { manualClock } from "./support/manual-clock.ts";

describe("backoff", () => {
  const options = { initialMs: 100, maxMs: 1000, factor: 2, jitter: 0 };
  test("doubles up to its limit, and forgets", () => {
    const backoff = createBackoff(options, { clock: manualClock(), random: () => 0 });
    expect(Array.from({ length: 6 }, () => backoff.next())).toEqual([100, 200, 400, 800, 1000, 1000]);
    backoff.reset();
    expect(backoff.next()).toBe(100);
  });
  test("adds jitter in proportion", () => {
    const backoff = createBackoff({ ...options, jitter: 0.5 }, { clock: manualClock(), random: () => 0.5 });
    expect([backoff.next(), backoff.next()]).toEqual([125, 250]);
  });
  test("starts anew only after a healthy time beyond the delay itself", async () => {
    const clock = manualClock();
    const backoff = createBackoff({ ...options, resetAfterMs: 500 }, { clock, random: () => 0 });
    backoff.next();
    await clock.advance(599);
    expect(backoff.next()).toBe(200);
    await clock.advance(700);
    expect(backoff.next()).toBe(100);
  });
});
