import { useMemo } from "preact/hooks";
import type { Row } from "../../model/wire.ts";
import { countMarks } from "../filter.ts";
import { changeQuery } from "../navigate.ts";
import { Glyph } from "../parts/glyph.tsx";
import type { Query } from "../route.ts";
import { type Mark, MARKS } from "../words.ts";

const isMark = (text: string): text is Mark => Object.hasOwn(MARKS, text);

/** How many tasks stand how; a press shows these alone. */
export function StateChips({ path, query, rows }: { path: string; query: Query; rows: readonly Row[] }) {
  const counts = useMemo(() => countMarks(rows), [rows]);
  const chosen = query["state"];
  const marks = Object.keys(MARKS).filter(isMark);
  return (
    <div class="chips" role="group" aria-label="Tasks by state">
      {marks
        .filter((mark) => counts.has(mark) || mark === chosen)
        .map((mark) => (
          <button
            key={mark}
            type="button"
            class="chip"
            aria-pressed={mark === chosen}
            onClick={() => changeQuery(path, { state: mark === chosen ? undefined : mark })}
          >
            <Glyph mark={mark} />
            {MARKS[mark]} <b>{(counts.get(mark) ?? 0).toLocaleString("en-GB")}</b>
          </button>
        ))}
    </div>
  );
}
