import { useMemo, useRef } from "preact/hooks";
import { filtered } from "../filter.ts";
import { useKeptScroll } from "../parts/kept.ts";
import { useWidth } from "../parts/size.ts";
import { useVirtual } from "../parts/virtual.ts";
import { useRoving } from "../timeline/grid.ts";
import type { Query } from "../route.ts";
import { useNow, usePicture } from "../store/use.ts";
import { StateChips } from "./chips.tsx";
import { Filters } from "./filters.tsx";
import { NothingHere } from "./nothing.tsx";
import { COLUMNS, ListRow } from "./row.tsx";
import { SearchBox } from "./search.tsx";
import { plural } from "../words.ts";

/** Below this width, in pixels, a task is a card. */
const NARROW = 720;
const HEIGHTS = { wide: 40, narrow: 84 };
const HEAD = 36;

/** The tasks as `kubectl batchtask get` has them, to filter and to scroll. */
export function List({ query }: { query: Query }) {
  const { rows, whole } = usePicture();
  const now = useNow(2_000);
  const shown = useMemo(() => filtered(rows.list, query), [rows.list, JSON.stringify(query)]);
  const scroll = useRef<HTMLDivElement>(null);
  const narrow = useWidth(scroll) < NARROW;
  const height = HEIGHTS[narrow ? "narrow" : "wide"];
  const virtual = useVirtual({
    count: shown.length,
    sizeOf: () => height,
    sizes: `${height} ${shown.length}`,
    scroll,
    top: HEAD,
  });
  useKeptScroll(scroll, whole);
  const roving = useRoving({
    lines: shown.length,
    items: () => 0,
    scrollTo: virtual.scrollTo,
    drawn: virtual.items,
  });
  const nothing = whole && shown.length === 0;
  return (
    <section class={`list${narrow ? " narrow" : ""}`} aria-label="List of tasks">
      <div class="toolbar">
        <SearchBox path="list" query={query} />
        <StateChips path="list" query={query} rows={rows.list} />
        <Filters query={query} rows={rows.list} />
        <span class="count muted" role="status">
          {countWords(shown.length, rows.list.length, whole)}
        </span>
      </div>
      {nothing ? <NothingHere path="list" all={rows.list.length} /> : null}
      <div class="scroll" ref={scroll} hidden={nothing}>
        <div
          role="grid"
          aria-label="Tasks"
          aria-rowcount={shown.length + 1}
          onKeyDown={roving.onKeyDown}
          onFocusIn={roving.onFocusIn}
        >
          <div class="titles row" role="row" aria-rowindex={1}>
            {COLUMNS.map((title) => (
              <span key={title} role="columnheader">
                {title}
              </span>
            ))}
          </div>
          <div role="rowgroup" class="body" style={{ height: `${virtual.height}px` }}>
            {virtual.items.map(({ index, start }) => {
              const row = shown[index];
              return row ? (
                <div
                  key={row.uid}
                  class="row"
                  role="row"
                  aria-rowindex={index + 2}
                  style={{ transform: `translateY(${start}px)`, height: `${height}px` }}
                >
                  <ListRow
                    row={row}
                    now={now}
                    place={`${index}.0`}
                    tabIndex={roving.place.line === index ? 0 : -1}
                  />
                </div>
              ) : null;
            })}
          </div>
        </div>
      </div>
    </section>
  );
}

function countWords(shown: number, all: number, whole: boolean): string {
  if (!whole) return `${all.toLocaleString("en-GB")} read …`;
  const total = plural(all, "task");
  return shown === all ? total : `${shown.toLocaleString("en-GB")} of ${total}`;
}
