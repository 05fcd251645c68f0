import { expect, test } from "vitest";
import { compareQuantities, nanos } from "../../../src/guardrails/quantity.ts";

test.each([
  ["1", 1_000_000_000n],
  [1, 1_000_000_000n],
  ["100m", 100_000_000n],
  ["1n", 1n],
  ["0.5n", 1n],
  ["1u", 1000n],
  [".5", 500_000_000n],
  ["5.", 5_000_000_000n],
  ["1k", 1_000_000_000_000n],
  ["1Ki", 1_024_000_000_000n],
  ["0.5Ki", 512_000_000_000n],
  ["1e3", 1_000_000_000_000n],
  ["1E-3", 1_000_000n],
  ["1E", 10n ** 27n],
  ["-1", -1_000_000_000n],
  ["+2", 2_000_000_000n],
] as const)("%s", (text, value) => {
  expect(nanos(text)).toBe(value);
});

test.each(["", "1 Gi", "1GB", "0x10", "1e", "one", ".", "1.2.3", "--1"])("%j is no quantity", (text) => {
  expect(nanos(text)).toBeUndefined();
});

test.each([
  ["1", "1000m", 0],
  ["1Gi", "1G", 1],
  ["512Mi", "0.5Gi", 0],
  ["128Mi", "1e9", -1],
] as const)("%s against %s", (a, b, order) => {
  expect(compareQuantities(a, b)).toBe(order);
});
