import { expect, test } from "vitest";
import { createSteps } from "../../../deploy/release/steps.ts";

test("steps are told as they end, with their time; skipped ones with their reason, and counted", async () => {
  const lines: string[] = [];
  let now = 0;
  const steps = createSteps(
    (line) => lines.push(line),
    () => now,
  );
  await steps.step("one", async () => void (now += 1500));
  await steps.step("two", async () => ({ skipped: "no key" }));
  expect(lines).toEqual(["ok       one (1.5 s)", "skipped  two: no key"]);
  expect(steps.summary()).toBe("1 steps done, 1 skipped, in 1.5 s");
  await expect(steps.step("three", () => Promise.reject(new Error("broken")))).rejects.toThrow(
    "three: broken",
  );
});
