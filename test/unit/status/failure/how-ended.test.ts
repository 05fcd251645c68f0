import { expect, test } from "vitest";
import { howEnded, times } from "../../../../src/status/failure/how-ended.ts";

test("a reason that says no more than the exit code is left out", () => {
  expect(howEnded(3, "Error")).toBe("ended with exit code 3");
  expect(howEnded(137, "OOMKilled")).toBe("ended with exit code 137 (OOMKilled)");
});

test("how often, in words", () => {
  expect([0, 1, 2, 3].map(times)).toEqual(["never", "once", "twice", "3 times"]);
});
