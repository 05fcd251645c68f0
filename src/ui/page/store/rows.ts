import type { Change, Row } from "../../model/wire.ts";

/** The rows by namespace and name, and where each stands. Never changed in place. */
export interface Rows {
  readonly list: readonly Row[];
  readonly places: ReadonlyMap<string, number>;
}

export const NO_ROWS: Rows = { list: [], places: new Map() };

/** All rows of a first picture, or of a new one after a relist. */
export function rowsOf(rows: Iterable<Row>): Rows {
  const list = [...rows].toSorted(byName);
  return { list, places: new Map(list.map(({ uid }, place) => [uid, place])) };
}

/** The rows after a change. What only changes rows that are there keeps the order. */
export function changed(rows: Rows, { upserts, deletes }: Pick<Change, "upserts" | "deletes">): Rows {
  const same =
    deletes.every((uid) => !rows.places.has(uid)) && upserts.every(({ uid }) => rows.places.has(uid));
  if (!same) return rebuilt(rows, upserts, deletes);
  const list = [...rows.list];
  for (const row of upserts) list[rows.places.get(row.uid) ?? 0] = row;
  return { list, places: rows.places };
}

function rebuilt(rows: Rows, upserts: readonly Row[], deletes: readonly string[]): Rows {
  const all = new Map(rows.list.map((row) => [row.uid, row]));
  for (const uid of deletes) all.delete(uid);
  for (const row of upserts) all.set(row.uid, row);
  return rowsOf(all.values());
}

/** Plain order of characters, as the API server lists them. */
function byName(a: Row, b: Row): number {
  if (a.namespace !== b.namespace) return a.namespace < b.namespace ? -1 : 1;
  if (a.name === b.name) return 0;
  return a.name < b.name ? -1 : 1;
}
