import { expect, test } from "vitest";
import { humanDuration } from "../../../src/status/duration.ts";

test.each([
  [0, "0s"],
  [119, "119s"],
  [120, "2m"],
  [125, "2m5s"],
  [3 * 3600 - 1, "179m59s"],
  [3 * 3600 + 600, "3h10m"],
  [47 * 3600, "47h"],
  [2 * 86400 + 4 * 3600, "2d4h"],
])("%d s: %s", (seconds, text) => {
  expect(
    humanDuration(
      "2026-01-01T00:00:00Z",
      new Date(Date.parse("2026-01-01T00:00:00Z") + seconds * 1000).toISOString(),
    ),
  ).toBe(text);
});

test("clocks that disagree give no negative duration", () => {
  expect(humanDuration("2026-01-01T00:00:05Z", "2026-01-01T00:00:00Z")).toBe("0s");
});
