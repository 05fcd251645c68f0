import { expect, test } from "vitest";
import { byText } from "../../../../src/status/failure/by-text.ts";

test("times of one form are in the order of their texts", () => {
  const [early, late] = ["2026-01-01T00:00:09Z", "2026-01-01T00:00:10Z"];
  expect([byText(early, late), byText(late, early), byText(early, early), byText("", early)]).toEqual([
    -1, 1, 0, -1,
  ]);
});
