import { stripVTControlCharacters } from "node:util";
import { oneLine } from "./one-line.ts";

/** One column of a table as kubectl prints it. */
export interface Column<Row> {
  /** In capitals. */
  title: string;
  value: (row: Row) => string;
  /** Only with -o wide. */
  wide?: boolean;
  /** What may be left out where the table is wider than the terminal. */
  elastic?: End;
  /** Left out itself where the table would be wider than the terminal with it. */
  yields?: boolean;
  /** Colour of a value that is shown whole or cut. */
  paint?: (text: string, row: Row) => string;
}

/** The part of a text that may be left out. */
export type End = "start" | "middle" | "end";

export interface TableOptions {
  wide?: boolean;
  /** Width of the terminal; undefined: no limit. */
  columns?: number | undefined;
  headers?: boolean;
  /** Of the parts of this table that were printed before: no column gets narrower. Grows in place. */
  widths?: number[] | undefined;
}

const GAP = 3;
const NARROWEST = 8;
const NONE = "<none>";

/** A table like kubectl's: columns padded to their longest value, elastic ones cut to what fits; values made harmless. */
export function table<Row>(
  columns: readonly Column<Row>[],
  rows: readonly Row[],
  options: TableOptions = {},
): string {
  const { wide = false, columns: limit, headers = true, widths: known = [] } = options;
  const shown = columns.filter((column) => wide || !column.wide);
  if (limit !== undefined && shown.some(({ yields }) => yields) && widthOfAll(shown, rows) > limit)
    return table(
      shown.filter(({ yields }) => !yields),
      rows,
      options,
    );
  const cells = rows.map((row) => shown.map((column) => oneLine(column.value(row)) || NONE));
  const widths = fit(
    shown,
    shown.map((column, at) =>
      Math.max(
        headers ? column.title.length : 0,
        known[at] ?? 0,
        ...cells.map((line) => widthOf(line[at] ?? "")),
      ),
    ),
    limit,
  );
  known.splice(0, known.length, ...widths);
  const lines = cells.map((line, y) =>
    line.map((text, at) => {
      const cut = shorten(text, widths[at] ?? 0, shown[at]?.elastic);
      const row = rows[y];
      const painted = row === undefined ? cut : (shown[at]?.paint?.(cut, row) ?? cut);
      return at === line.length - 1 ? painted : painted + " ".repeat((widths[at] ?? 0) + GAP - widthOf(cut));
    }),
  );
  const title = shown.map(({ title }, at) =>
    at === shown.length - 1 ? title : title.padEnd((widths[at] ?? 0) + GAP),
  );
  return [...(headers ? [title] : []), ...lines].map((line) => `${line.join("").trimEnd()}\n`).join("");
}

/** The width of the whole table with nothing left out. */
function widthOfAll<Row>(columns: readonly Column<Row>[], rows: readonly Row[]): number {
  const widths = columns.map(({ title, value }) =>
    Math.max(title.length, ...rows.map((row) => widthOf(oneLine(value(row)) || NONE))),
  );
  return widths.reduce((sum, width) => sum + width, 0) + GAP * (columns.length - 1);
}

/** Takes from the widest elastic column until the table fits, or nothing is left to take. */
function fit<Row>(columns: readonly Column<Row>[], widths: number[], limit: number | undefined): number[] {
  const result = [...widths];
  if (limit === undefined) return result;
  const total = () => result.reduce((sum, width) => sum + width, 0) + GAP * (result.length - 1);
  for (let excess = total() - limit; excess > 0; excess -= 1) {
    const elastic = columns.flatMap(({ elastic, title }, at) =>
      elastic && (result[at] ?? 0) > Math.max(NARROWEST, title.length) ? [at] : [],
    );
    const widest = elastic.toSorted((a, b) => (result[b] ?? 0) - (result[a] ?? 0))[0];
    if (widest === undefined) break;
    result[widest] = (result[widest] ?? 0) - 1;
  }
  return result;
}

/** Cut to a width, with an ellipsis for what is left out. */
export function shorten(text: string, width: number, part: End = "end"): string {
  if (widthOf(text) <= width) return text;
  const kept = Math.max(1, width - 1);
  const signs = Array.from(text);
  const first = { start: 0, middle: Math.floor(kept / 2), end: kept }[part];
  return [...signs.slice(0, first), "…", ...signs.slice(signs.length - (kept - first))].join("");
}

/** Columns of a terminal that a text takes. */
export const widthOf = (text: string): number => Array.from(stripVTControlCharacters(text)).length;
