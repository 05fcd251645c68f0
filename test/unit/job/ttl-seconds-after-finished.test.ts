import { expect, test } from "vitest";
import { jobTtl, UNRECORDED_TTL_SECONDS } from "../../../src/job/ttl-seconds-after-finished.ts";

test.each([0, 599, 600, 601, 86_400])("a TTL of %d is kept once the result is recorded", (ttl) => {
  expect(jobTtl(ttl, true)).toBe(ttl);
});

test("until the result is recorded a TTL is no shorter than ten minutes", () => {
  expect(UNRECORDED_TTL_SECONDS).toBe(600);
  expect([0, 599, 600, 601].map((ttl) => jobTtl(ttl, false))).toEqual([600, 600, 600, 601]);
});

test("a Job without a TTL gets none", () => {
  expect([jobTtl(undefined, false), jobTtl(undefined, true)]).toEqual([undefined, undefined]);
});
