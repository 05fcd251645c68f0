import { expect, test } from "vitest";
import { RULES } from "../../../../src/guardrails/chain.ts";
import { linesOf, messagesOf } from "../../../../src/guardrails/admission/messages.ts";

const SHOWN = { bounds: () => "true", refusals: "true", clamps: true };

test("each rule that clamps is a line of its own, and those that refuse are one together", () => {
  const { lines } = linesOf(RULES, SHOWN);
  const clamping = RULES.filter(({ cel, refuses }) => cel && refuses !== true);
  expect(lines.map(({ name }) => name)).toEqual([
    ...clamping.map(({ name }) => `${name}Messages`),
    "refusalMessages",
  ]);
});

test("no expression has the messages of more than one rule, which would cost the checker of CEL their square", () => {
  const { variables } = linesOf(RULES, SHOWN);
  const longest = Math.max(...messagesOf(RULES, SHOWN).map(({ expression }) => expression.length));
  for (const { name, expression } of variables)
    expect([name, expression.length <= longest]).toEqual([name, true]);
});

test("what refuses is told with the messages of each rule that does", () => {
  const { variables, lines } = linesOf(RULES, SHOWN);
  const refusing = RULES.filter(({ cel, refuses }) => cel && refuses === true);
  expect(refusing.length).toBeGreaterThan(10);
  expect(lines.at(-1)?.expression.split(" + ")).toEqual(
    refusing.map(({ name }) => `variables.${name}Messages`),
  );
  const known = new Set(variables.map(({ name }) => `variables.${name}`));
  expect(
    lines
      .at(-1)
      ?.expression.split(" + ")
      .filter((name) => !known.has(name)),
  ).toEqual([]);
});
