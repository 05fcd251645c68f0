import { expect, test } from "vitest";
import { readOptions } from "../../bench/arguments.ts";
import { commandsOf } from "../../support/pages.ts";

const BEGINNING = ["npm", "run", "bench"];
/** Their words, without comments. */
const commands = commandsOf("docs/benchmark.md")
  .flatMap((block) => block.trim().split("\n"))
  .map((line) => line.replace(/#.*/, "").trim().split(/ +/));

test.each(commands.map((words) => [words.join(" "), words] as const))(
  "%s: its arguments are read",
  (command, words) => {
    expect(words.slice(0, BEGINNING.length)).toEqual(BEGINNING);
    const [separator = "--", ...args] = words.slice(BEGINNING.length);
    expect(separator).toBe("--");
    if (command.endsWith("--help")) return;
    const { modes, subjects, rounds } = readOptions(args);
    expect([modes, subjects, rounds]).not.toContainEqual([]);
  },
);

test("a misspelt one is not", () => {
  expect(() => readOptions(["--mode", "suspend"])).toThrow(/suspended/);
});
