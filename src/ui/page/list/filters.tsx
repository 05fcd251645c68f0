import { useMemo } from "preact/hooks";
import type { Row } from "../../model/wire.ts";
import { choices, type Field, FIELDS } from "../filter.ts";
import { changeQuery } from "../navigate.ts";
import { hashOf, type Query } from "../route.ts";

/** One choice for each field that rows can be told apart by. */
export function Filters({ query, rows }: { query: Query; rows: readonly Row[] }) {
  const filters = Object.keys(query).length > 0;
  return (
    <div class="filters">
      {FIELDS.map((field) => (
        <Choice key={field} field={field} query={query} rows={rows} />
      ))}
      {filters ? <a href={hashOf("list")}>Clear</a> : null}
    </div>
  );
}

function Choice({ field, query, rows }: { field: Field; query: Query; rows: readonly Row[] }) {
  const values = useMemo(() => choices(rows, field), [rows, field]);
  const chosen = query[field] ?? "";
  return (
    <select
      aria-label={field}
      class={chosen ? "chosen" : ""}
      value={chosen}
      onChange={({ currentTarget }) => changeQuery("list", { [field]: currentTarget.value })}
    >
      <option value="">any {field}</option>
      {chosen && !values.includes(chosen) ? <option value={chosen}>{chosen}</option> : null}
      {values.map((value) => (
        <option key={value} value={value}>
          {value}
        </option>
      ))}
    </select>
  );
}
