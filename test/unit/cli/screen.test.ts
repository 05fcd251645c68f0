import { expect, test } from "vitest";
import { screenOn } from "../../../src/cli/output/screen.ts";

/** As much of a terminal as a screen asks for: it breaks long lines, and breaks them anew when its width changes. */
class Terminal {
  readonly isTerminal = true;
  columns: number;
  readonly rows: number;
  /** What was written between two line breaks; the last one is being written. */
  #lines = [""];

  constructor(columns: number, rows: number) {
    [this.columns, this.rows] = [columns, rows];
  }

  write(text: string): void {
    // oxlint-disable-next-line no-control-regex -- escape sequences are the matter here
    for (const [part, up] of text.matchAll(/\x1b\[(\d+)A|\x1b\[[\d;]*[Jm]|[^\x1b]/g)) {
      if (up !== undefined) this.#up(Number(up));
      else if (part === "\n") this.#lines.push("");
      else if (part.length === 1 && part !== "\r") this.#lines.push(`${this.#lines.pop()}${part}`);
    }
  }

  /** The cursor stands at the start of a row, and all below it is to be cleared: rows that it passes are forgotten. */
  #up(rows: number): void {
    const seen = this.shown().slice(0, -1);
    this.#lines = [...seen.slice(0, Math.max(0, seen.length - rows)), ""];
  }

  /** Each row, from the top. */
  shown(): string[] {
    return this.#lines.flatMap((line) => line.match(new RegExp(`.{1,${this.columns}}`, "g")) ?? [""]);
  }
}

const draw = (terminal: Terminal, ...texts: string[]): string[] => {
  const screen = screenOn(terminal);
  for (const text of texts) screen?.draw(text);
  return terminal.shown().slice(0, -1);
};

test("what is drawn takes the place of what was drawn before", () => {
  expect(draw(new Terminal(20, 10), "one\ntwo\n", "three\n")).toEqual(["three"]);
  expect(draw(new Terminal(20, 10), "one\n", "two\nthree\n")).toEqual(["two", "three"]);
});

test("lines that the terminal breaks are replaced as a whole", () => {
  expect(draw(new Terminal(4, 10), "abcdefghij\n", "klmnopqrst\n")).toEqual(["klmn", "opqr", "st"]);
  expect(draw(new Terminal(4, 10), "\x1b[32mabcd\x1b[39m\n", "klmn\n")).toEqual(["klmn"]);
});

test.each([5, 12])("once the terminal has %i columns instead of 8, nothing old stays", (columns) => {
  const terminal = new Terminal(8, 10);
  const screen = screenOn(terminal);
  screen?.draw("12345678\nabcdefgh\n");
  terminal.columns = columns;
  screen?.draw("new\n");
  expect(terminal.shown()).toEqual(["new", ""]);
});

test("no more is drawn than the terminal is high", () => {
  expect(draw(new Terminal(20, 4), "1\n2\n3\n4\n5\n")).toEqual(["1", "2", "… and 3 more"]);
  const broken = draw(new Terminal(12, 5), "first line broken\nsecond line broken\nthird\n");
  expect(broken).toEqual(["first line b", "roken", "… and 2 more"]);
});
