import fc from "fast-check";
import { expect, test } from "vitest";
import { harmlessLine } from "../../../../src/cli/logs/harmless-line.ts";

test.each([
  ["keeps colours that it ends itself", "\x1b[1;31mERROR\x1b[0m: no", "\x1b[1;31mERROR\x1b[0m: no"],
  ["ends colours that it leaves open", "\x1b[31mERROR", "\x1b[31mERROR\x1b[0m"],
  ["keeps colours with colons", "\x1b[38:2::9:0:0mred\x1b[m", "\x1b[38:2::9:0:0mred\x1b[m"],
  ["moves no cursor", "\x1b[2A\x1b[Kdone\x1b]0;t\x07 \x1b[>4;2mit\b", "done it"],
  ["is harmless around its colours", "\x1b]0;\x1b[31mred\x9b2J", "0;\x1b[31mred\x1b[0m"],
  ["has its line end of Windows taken off", "text\r", "text"],
  ["is several where it was drawn over", "\r 10%\r\x1b[32m 20%\r", " 10%\n\x1b[32m 20%\x1b[0m"],
  ["may be empty", "", ""],
  ["is empty where it has colours alone", "\x1b[0m", ""],
])("a line %s", (_, text, shown) => {
  expect(harmlessLine(text, { colours: true })).toBe(shown);
});

test("a line has no colours where none are wanted", () => {
  expect(harmlessLine("\x1b[31mERROR\x1b[0m: \x1b[2Jno", { colours: false })).toBe("ERROR: no");
});

test("a line of any parts has no more of them than text, colours and breaks, and ends what it begins", () => {
  const parts = fc.constantFrom(
    "\x1b",
    "[31m",
    "[",
    "31",
    "m",
    "\r",
    "\x9b",
    "]0;",
    "\x07",
    "a",
    "\u202e",
    "\x1b[1m",
  );
  fc.assert(
    fc.property(fc.array(parts), (some) => {
      for (const line of harmlessLine(some.join(""), { colours: true }).split("\n")) {
        // oxlint-disable-next-line no-control-regex -- control characters are the matter here
        const colours = line.match(/\x1b\[[\d;:]*m/g) ?? [];
        const rest = colours.reduce((text, colour) => text.replace(colour, ""), line);
        expect(rest).not.toMatch(/\p{Cc}|\u202e/u);
        expect(["\x1b[0m", "\x1b[m", undefined]).toContain(colours.at(-1));
      }
    }),
    { numRuns: 1_000 },
  );
});
