import { expect, test } from "vitest";
import { checkText } from "../../../../src/cli/view/check.ts";

const plain = (text: string): string => text;
const style = { good: plain, bad: plain, warning: plain, faint: plain, strong: plain };

test("what the cluster says of itself is harmless, and begins no line of its own", () => {
  const message = "down\x1b[2J\r\nok       CRDs: fine";
  const text = checkText([{ check: "Operator", level: "failed", message, next: "see\x9b1m it" }], {
    style,
    width: undefined,
  });
  expect(text).toBe("FAILED   Operator: down\n         ok       CRDs: fine\n         → see it\n");
});
