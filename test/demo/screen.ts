/** Where the table can't be redrawn, its changes are shown this often. */
const QUIET_MS = 5_000;

/** Shows a table that changes: redrawn in place on a terminal, else, now and then, the lines that are new. */
export class Screen {
  readonly #out: NodeJS.WriteStream;
  #shown: string[] = [];
  #shownAt = Number.NEGATIVE_INFINITY;

  constructor(out: NodeJS.WriteStream) {
    this.#out = out;
  }

  /** A line that stays. */
  say(line: string): void {
    this.#out.write(`${line}\n`);
    this.#shown = [];
  }

  /** @param last nothing more will be shown */
  show(lines: string[], last: boolean): void {
    if (this.#out.isTTY) this.#redraw(lines);
    else if (last || performance.now() - this.#shownAt > QUIET_MS) this.#append(lines);
    else return;
    this.#shown = lines;
  }

  #append(lines: string[]): void {
    for (const line of lines) if (!this.#shown.includes(line)) this.#out.write(`${line}\n`);
    this.#shownAt = performance.now();
  }

  #redraw(lines: string[]): void {
    const cut = lines.map((line) => truncate(line, this.#out.columns));
    const up = this.#shown.length > 0 ? `\u001b[${this.#shown.length}A` : "";
    this.#out.write(`${up}${cut.map((line) => `\u001b[2K${line}`).join("\n")}\n`);
  }
}

/** Cuts what does not fit; lines with colour are short enough by their columns. */
function truncate(line: string, columns: number): string {
  return line.length > columns && !line.includes("\u001b") ? `${line.slice(0, columns - 1)}…` : line;
}
