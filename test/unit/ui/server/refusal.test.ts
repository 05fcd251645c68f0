import { expect, test } from "vitest";
import { explained, Refusal } from "../../../../src/ui/server/refusal.ts";

const cluster = { explain: (error: unknown) => ({ status: 502, message: String(error) }) };

test.each([
  ["a refusal says itself", new Refusal(404, "gone"), { status: 404, message: "gone" }],
  ["and what helps", new Refusal(404, "gone", "look"), { status: 404, message: "gone", hint: "look" }],
  ["anything else is said by the cluster", "away", { status: 502, message: "away" }],
])("%s", (_name, error, said) => {
  expect(explained(error, cluster)).toEqual(said);
});
