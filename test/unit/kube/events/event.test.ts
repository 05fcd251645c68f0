import { expect, test } from "vitest";
import { cutToBytes } from "../../../../src/kube/events/event.ts";

test("a note is cut to bytes between characters", () => {
  expect(cutToBytes("short", 1024)).toBe("short");
  const cut = cutToBytes("ü🚀".repeat(400), 1024);
  expect(Buffer.byteLength(cut)).toBeLessThanOrEqual(1024);
  expect(Buffer.byteLength(cut)).toBeGreaterThan(1015);
  expect(cut).toMatch(/^(ü🚀)+ü?…$/);
});
