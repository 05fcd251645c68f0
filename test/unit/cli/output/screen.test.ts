import { expect, test } from "vitest";
import { screenOn } from "../../../../src/cli/output/screen.ts";

/** As much of a terminal as a screen asks for: it breaks long lines, and breaks them anew when its width changes. */
class Terminal {
  readonly isTerminal = true;
  columns: number;
  readonly rows: number;
  /** `broken`: it goes on in the next row. */
  #grid = [{ text: "", broken: false }];
  #at = { row: 0, column: 0 };

  constructor(columns: number, rows: number) {
    [this.columns, this.rows] = [columns, rows];
  }

  write(text: string): void {
    // oxlint-disable-next-line no-control-regex -- escape sequences are the matter here
    for (const [part, up] of text.matchAll(/\x1b\[(\d+)A|\x1b\[[\d;]*[JKm]|[^\x1b]/g)) {
      if (up !== undefined) this.#at.row = Math.max(0, this.#at.row - Number(up));
      else if (part === "\x1b[J") this.#grid.splice(this.#at.row + 1);
      if (part === "\x1b[J" || part === "\x1b[K") this.#put(this.#row().text.slice(0, this.#at.column));
      else if (part === "\r") this.#at.column = 0;
      else if (part === "\n") this.#next(false);
      else if (part.length === 1) this.#type(part);
    }
  }

  resize(columns: number): void {
    const rows = this.#grid.map(({ text, broken }) => (broken ? text : `${text}\n`));
    const lines = rows.join("").split("\n").slice(0, -1);
    this.columns = columns;
    this.#grid = lines.flatMap((line) => {
      const parts = line.match(new RegExp(`.{1,${columns}}`, "g")) ?? [""];
      return parts.map((text, at) => ({ text, broken: at < parts.length - 1 }));
    });
    this.#at = { row: this.#grid.length - 1, column: 0 };
  }

  /** Each row, from the top. */
  shown(): string[] {
    return this.#grid.map(({ text }) => text);
  }

  #type(sign: string): void {
    if (this.#at.column === this.columns) this.#next(true);
    const { text } = this.#row();
    this.#put(text.slice(0, this.#at.column) + sign + text.slice(this.#at.column + 1));
    this.#at.column += 1;
  }

  #next(broken: boolean): void {
    this.#row().broken = broken;
    this.#at = { row: this.#at.row + 1, column: 0 };
    if (this.#at.row === this.#grid.length) this.#grid.push({ text: "", broken: false });
  }

  #row(): { text: string; broken: boolean } {
    return this.#grid[this.#at.row] ?? { text: "", broken: false };
  }

  #put(text: string): void {
    this.#row().text = text;
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
  terminal.resize(columns);
  screen?.draw("new\n");
  expect(terminal.shown()).toEqual(["new", ""]);
});

test("a screen is never cleared as a whole, which would fill a history with it", () => {
  const written: string[] = [];
  const screen = screenOn({ isTerminal: true, columns: 20, rows: 10, write: (text) => written.push(text) });
  screen?.draw("one\n");
  screen?.draw("two\n");
  expect(written).toEqual(["\rone\x1b[K\n\x1b[J", "\x1b[1A\rtwo\x1b[K\n\x1b[J"]);
});

test("no more is drawn than the terminal is high", () => {
  expect(draw(new Terminal(20, 4), "1\n2\n3\n4\n5\n")).toEqual(["1", "2", "… and 3 more"]);
  const broken = draw(new Terminal(12, 5), "first line broken\nsecond line broken\nthird\n");
  expect(broken).toEqual(["first line b", "roken", "… and 2 more"]);
});
