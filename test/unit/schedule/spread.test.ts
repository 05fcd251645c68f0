import { expect, test } from "vitest";
import { spreadOf } from "../../../src/schedule/spread.ts";

const uids = Array.from({ length: 1_000 }, (_, index) => `00000000-0000-4000-8000-${index}`);

test("without a span nothing is put off", () => {
  expect(spreadOf({}, "a")).toBe(0);
  expect(spreadOf({ spreadSeconds: 0 }, "a")).toBe(0);
});

test("it is whole seconds within the span, and stays the same", () => {
  for (const uid of uids) {
    const spread = spreadOf({ spreadSeconds: 300 }, uid);
    expect(spread % 1_000).toBe(0);
    expect(spread).toBeGreaterThanOrEqual(0);
    expect(spread).toBeLessThan(300_000);
    expect(spreadOf({ spreadSeconds: 300 }, uid)).toBe(spread);
  }
});

test("tasks are spread evenly", () => {
  const minutes = uids.map((uid) => Math.floor(spreadOf({ spreadSeconds: 600 }, uid) / 60_000));
  for (let minute = 0; minute < 10; minute += 1) {
    const count = minutes.filter((one) => one === minute).length;
    expect(count).toBeGreaterThan(60);
    expect(count).toBeLessThan(140);
  }
});
