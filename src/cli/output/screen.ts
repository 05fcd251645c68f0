import type { Output } from "../context.ts";
import { widthOf } from "./table.ts";

/** A few lines of a terminal that are drawn again and again in the same place. */
export interface Screen {
  draw(text: string): void;
  /** Leaves what was drawn last where it is; what follows comes below. */
  leave(): void;
}

const CLEAR_BELOW = "\x1b[J";
const CLEAR_RIGHT = "\x1b[K";
const up = (rows: number): string => (rows > 0 ? `\x1b[${rows}A\r` : "\r");

/** undefined where the output is no terminal. */
export function screenOn(output: Output): Screen | undefined {
  if (!output.isTerminal) return undefined;
  let drawn: readonly string[] = [];
  return {
    draw(text) {
      const { rows = 24, columns = 80 } = output;
      // A terminal that has become narrower since breaks the lines that it shows.
      const above = drawn.reduce((sum, line) => sum + rowsOf(line, columns), 0);
      const lines = text.split("\n").filter((line, at, all) => line !== "" || at < all.length - 1);
      drawn = fitting(lines, rows, columns);
      // Row by row: tmux takes a screen that is cleared as a whole into its history, each time.
      output.write(`${up(above)}${drawn.map((line) => replaced(line, columns)).join("")}${CLEAR_BELOW}`);
    },
    leave() {
      drawn = [];
    },
  };
}

/** A line over what was there. One that ends with its row leaves nothing, and the cursor on its last character. */
const replaced = (line: string, columns: number): string =>
  `${line}${widthOf(line) > 0 && widthOf(line) % columns === 0 ? "" : CLEAR_RIGHT}\n`;

/** What a line takes of a terminal, which breaks it where it is too long. */
const rowsOf = (line: string, columns: number): number => Math.max(1, Math.ceil(widthOf(line) / columns));

/** The first lines, and how many more there are: what has left the screen at its top can't be redrawn. */
function fitting(lines: readonly string[], rows: number, columns: number): readonly string[] {
  let end = 0;
  const ends = lines.map((line) => (end += rowsOf(line, columns)));
  if (end < rows) return lines;
  const shown = Math.max(1, ends.filter((end) => end <= rows - 2).length);
  return [...lines.slice(0, shown), `… and ${lines.length - shown} more`];
}
