import { expect, test } from "vitest";
import { oneLine } from "../../../../src/cli/output/one-line.ts";

test("a text of several lines, with what terminals obey, is one line without it", () => {
  expect(oneLine("pulling\r\n  \x1b[2J\x1b[31mfailed\x1b[0m:\tno\u2028such image\n")).toBe(
    "pulling failed: no such image",
  );
});
