import type { Output } from "../context.ts";

/** A few lines of a terminal that are drawn again and again in the same place. */
export interface Screen {
  draw(text: string): void;
  /** Leaves what was drawn last where it is; what follows comes below. */
  leave(): void;
}

const CLEAR_BELOW = "\x1b[J";
const up = (lines: number): string => (lines > 0 ? `\x1b[${lines}A\r` : "\r");

/** undefined where the output is no terminal. */
export function screenOn(output: Output): Screen | undefined {
  if (!output.isTerminal) return undefined;
  let drawn = 0;
  return {
    draw(text) {
      const lines = text.split("\n").filter((line, at, all) => line !== "" || at < all.length - 1);
      const shown = fitting(lines, output.rows ?? 24);
      output.write(`${up(drawn)}${CLEAR_BELOW}${shown.map((line) => `${line}\n`).join("")}`);
      drawn = shown.length;
    },
    leave() {
      drawn = 0;
    },
  };
}

/** The first lines, and how many more there are: what has left the screen at its top can't be redrawn. */
function fitting(lines: readonly string[], rows: number): readonly string[] {
  if (lines.length < rows) return lines;
  const shown = Math.max(1, rows - 2);
  return [...lines.slice(0, shown), `… and ${lines.length - shown} more`];
}
