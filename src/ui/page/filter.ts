import type { Row } from "../model/wire.ts";
import type { Query } from "./route.ts";
import { type Mark, markOfRow } from "./words.ts";

/** What can be chosen, each by the name that the address has. */
export const FIELDS = ["namespace", "phase", "reason", "policy"] as const;
export type Field = (typeof FIELDS)[number];

/** Rows that fit all that the query asks for; an unknown word fits none. */
export function filtered(rows: readonly Row[], query: Query): readonly Row[] {
  const tests = [
    textTest(query["text"]),
    markTest(query["state"]),
    ...FIELDS.map((field) => fieldTest(field, query)),
  ];
  const wanted = tests.filter((test) => test !== undefined);
  return wanted.length === 0 ? rows : rows.filter((row) => wanted.every((test) => test(row)));
}

type Test = (row: Row) => boolean;

/** Each word is looked for in names, reason and message, whatever its case. */
function textTest(text = ""): Test | undefined {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return undefined;
  return ({ namespace, name, reason = "", message = "" }) => {
    const whole = `${namespace}/${name} ${reason} ${message}`.toLowerCase();
    return words.every((word) => whole.includes(word));
  };
}

function markTest(state: string | undefined): Test | undefined {
  return state === undefined ? undefined : (row) => markOfRow(row) === state;
}

function fieldTest(field: Field, query: Query): Test | undefined {
  const wanted = query[field];
  return wanted === undefined ? undefined : (row) => valuesOf(row, field).includes(wanted);
}

/** What a row has of a field; a policy may be one of several. */
export function valuesOf(row: Row, field: Field): readonly string[] {
  if (field === "policy") return row.policies;
  const value = row[field];
  return value === undefined ? [] : [value];
}

/** The values that occur, sorted, for the choices. */
export function choices(rows: readonly Row[], field: Field): string[] {
  return [...new Set(rows.flatMap((row) => valuesOf(row, field)))].toSorted();
}

/** How many rows have each mark. */
export function countMarks(rows: readonly Row[]): Map<Mark, number> {
  const counts = new Map<Mark, number>();
  for (const row of rows) {
    const mark = markOfRow(row);
    counts.set(mark, (counts.get(mark) ?? 0) + 1);
  }
  return counts;
}
