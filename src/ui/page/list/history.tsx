import type { Row } from "../../model/wire.ts";
import { barsOf } from "../timeline/geometry.ts";
import { MARKS, markOfBar } from "../words.ts";

const MOST = 10;
const STEP = 7;

/** The latest runs as small bars, the last of them at the right: what failed is taller and hatched. */
export function History({ row }: { row: Row }) {
  const bars = barsOf(row).slice(0, MOST).toReversed();
  if (bars.length === 0) return null;
  const label = bars.map((bar) => MARKS[markOfBar(bar)]).join(", ");
  return (
    <svg class="history" width={MOST * STEP} height="16" role="img" aria-label={`Latest runs: ${label}`}>
      {bars.map((bar, index) => {
        const mark = markOfBar(bar);
        const x = (MOST - bars.length + index) * STEP;
        const bad = mark === "failed" || mark === "refused";
        return (
          <g key={bar.number} class={mark}>
            <rect x={x} y={bad ? 0 : 4} width="5" height={bad ? 16 : 8} rx={bad ? 0 : 2} />
            {bad ? <path d={`M${x} 6.5l5-3M${x} 12.5l5-3`} /> : null}
          </g>
        );
      })}
    </svg>
  );
}
