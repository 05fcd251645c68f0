import { expect, test } from "vitest";
import { cut, terminationMessage } from "../../../../src/status/failure/termination-message.ts";

test("what a container left is kept, whichever policy took it there, and harmless", () => {
  expect(terminationMessage("duplicate key\n")).toBe("duplicate key");
  expect(terminationMessage("\u001B[31mred\u001B[0m\u0007\u202Etxt")).toBe("redtxt");
  expect(terminationMessage(" \n")).toBeUndefined();
  expect(terminationMessage(undefined)).toBeUndefined();
});

test("a long termination message is cut to 4 KiB between characters", () => {
  const text = cut("ü".repeat(4000));
  expect(new TextEncoder().encode(text).length).toBeLessThanOrEqual(4096);
  expect(text).toMatch(/^ü+…$/);
  expect(cut("short")).toBe("short");
});
