import type { Row } from "../../model/wire.ts";
import { StateChips } from "../list/chips.tsx";
import { SearchBox } from "../list/search.tsx";
import type { Query } from "../route.ts";
import { SPANS, spanOf } from "../time/range.ts";
import { spanWords } from "../time/words.ts";
import { Legend } from "./legend.tsx";
import type { Axis } from "./view.ts";

const NEARER = 1 / 1.6;

/** What is shown, and how much of the time. */
export function Toolbar({ axis, query, rows }: { axis: Axis; query: Query; rows: readonly Row[] }) {
  return (
    <div class="toolbar">
      <SearchBox path="" query={query} />
      <StateChips path="" query={query} rows={rows} />
      <Legend />
      <div class="zoom" role="group" aria-label="Time shown">
        {Object.keys(SPANS).map((span) => (
          <button
            key={span}
            type="button"
            aria-pressed={axis.following && axis.span === span}
            onClick={() => axis.show(span)}
          >
            {span}
          </button>
        ))}
        <span class="parting" />
        <button
          type="button"
          aria-label="Zoom out"
          title="Zoom out (−)"
          onClick={() => axis.zoom(1 / NEARER)}
        >
          −
        </button>
        <button type="button" aria-label="Zoom in" title="Zoom in (+)" onClick={() => axis.zoom(NEARER)}>
          +
        </button>
        <button type="button" aria-label="Earlier" title="Earlier (Shift ←)" onClick={() => axis.pan(-0.5)}>
          ←
        </button>
        <button type="button" aria-label="Later" title="Later (Shift →)" onClick={() => axis.pan(0.5)}>
          →
        </button>
        <button
          type="button"
          aria-pressed={axis.following}
          onClick={axis.toNow}
          title="Go along with now (0)"
        >
          Now
        </button>
        <span class="muted shown-span">{axis.span ? "" : spanWords(spanOf(axis.range))}</span>
      </div>
    </div>
  );
}
