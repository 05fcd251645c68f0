import type { Row } from "../../model/wire.ts";
import { needsSomebody } from "../words.ts";

/** What stands below one another: a namespace's title, then its tasks. */
export type Line =
  | { readonly kind: "namespace"; readonly namespace: string; readonly tasks: number; readonly bad: number }
  | { readonly kind: "task"; readonly row: Row };

/** The lines of sorted rows; of a folded namespace its title alone. */
export function linesOf(rows: readonly Row[], folded: ReadonlySet<string>): Line[] {
  const lines: Line[] = [];
  for (let from = 0; from < rows.length; ) {
    const namespace = rows[from]?.namespace ?? "";
    let to = from;
    let bad = 0;
    for (let row = rows[to]; row?.namespace === namespace; row = rows[++to]) if (needsSomebody(row)) bad += 1;
    lines.push({ kind: "namespace", namespace, tasks: to - from, bad });
    if (!folded.has(namespace)) for (const row of rows.slice(from, to)) lines.push({ kind: "task", row });
    from = to;
  }
  return lines;
}
