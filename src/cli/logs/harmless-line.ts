import { harmless } from "../../status/harmless.ts";

/** Select Graphic Rendition, ECMA-48 8.3.117: colours and the like, and nothing that moves the cursor. */
// oxlint-disable-next-line no-control-regex -- control characters are the matter here
const COLOUR = /(\x1b\[[\d;:]*m)/;
const RESET = "\x1b[0m";

/**
 * A line of a log as a terminal may show it; its colours, where they are wanted, end with it. Where the line has breaks
 * within, as those of a bar that is drawn over again and again (\r), it becomes several, parted by \n. Pure.
 */
export function harmlessLine(text: string, { colours }: { colours: boolean }): string {
  const parts = colours ? text.split(COLOUR) : [text];
  // At odd places are the colours themselves.
  const shown = parts.map((part, at) => (at % 2 === 1 ? part : harmless(part))).join("");
  return shown.split("\n").filter(isSeen).map(ended).join("\n");
}

const isSeen = (line: string): boolean => line.split(COLOUR).some((part, at) => at % 2 === 0 && part !== "");

/** What comes after a line keeps its own colours. */
function ended(line: string): string {
  const last = line.split(COLOUR).at(-2);
  return last === undefined || last === RESET || last === "\x1b[m" ? line : line + RESET;
}
