import { expect, test } from "vitest";
import { changed } from "../../../../src/guardrails/text/changed.ts";

const one = { field: "backoffLimit", applied: "5", policy: "p" };

test("what was asked for is said, and that nothing was", () => {
  expect(changed({ ...one, asked: "9" })).toBe("spec.backoffLimit is 9, and policy p applies 5");
  expect(changed(one)).toBe("policy p fills in 5 for spec.backoffLimit");
});

test("it is one line, however long a value is", () => {
  const long = `a\nb${"c".repeat(300)}`;
  const cut = `a b${"c".repeat(197)}...`;
  expect(changed({ ...one, asked: long, applied: long })).toBe(
    `spec.backoffLimit is ${cut}, and policy p applies ${cut}`,
  );
  expect(changed({ ...one, applied: long })).toBe(`policy p fills in ${cut} for spec.backoffLimit`);
});
