import { expect, test } from "vitest";
import { createPrinter } from "../../../../src/cli/logs/printer.ts";
import { task } from "../../support/task.ts";
import { contextOf } from "../support/context.ts";

const LINE = { time: "2026-01-01T00:00:00Z", text: "\x1b[31m10%\r\x1b[2J20%" };

function printed(world: { columns?: number; colour?: boolean }, options: object): string {
  const { context, stdout } = contextOf(world);
  createPrinter(context, task(), { color: true, ...options }).print("abc", LINE);
  return stdout();
}

test("a file or a pipe gets lines as they were written", () => {
  expect(printed({}, {})).toBe(`${LINE.text}\n`);
  expect(printed({}, { prefix: true, timestamps: true })).toBe(`[abc] ${LINE.time} ${LINE.text}\n`);
});

test("a terminal gets text and colours, and a mark before each line of it", () => {
  expect(printed({ columns: 80 }, {})).toBe("\x1b[31m10%\x1b[0m\n20%\n");
  expect(printed({ columns: 80 }, { prefix: true })).toBe(
    "\x1b[2m[abc]\x1b[22m \x1b[31m10%\x1b[0m\n\x1b[2m[abc]\x1b[22m 20%\n",
  );
});

test("who wants no colour gets none of the pods' either", () => {
  for (const shown of [
    printed({ columns: 80 }, { color: false, prefix: true }),
    printed({ columns: 80, colour: false }, { prefix: true }),
  ])
    expect(shown).toBe("[abc] 10%\n[abc] 20%\n");
});
