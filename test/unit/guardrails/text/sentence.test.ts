import { expect, test } from "vitest";
import { celSentence, sentence } from "../../../../src/guardrails/text/sentence.ts";

test("a word of the sentence that is called as a slot stays a word", () => {
  const template = "spec.{field} holds until {until}";
  expect(sentence(template, { field: "a", until: "noon" })).toBe("spec.a holds until noon");
  expect(celSentence(template, { field: "f", until: "u" })).toBe(
    "(variables.root + f + ' holds until ' + u)",
  );
  expect(celSentence("{a} until {until}", { a: "a", until: "u" })).toBe("(a + ' until ' + u)");
});
