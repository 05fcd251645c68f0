import { useMemo } from "preact/hooks";
import type { Row } from "../../model/wire.ts";
import { place, type Range } from "../time/range.ts";
import { ticksOf } from "../time/ticks.ts";
import { plural } from "../words.ts";
import { loadOf } from "./load.ts";

const PIXELS_PER_PART = 6;
/** Room at the right edge that a label needs, in pixels. */
const LABEL = 70;
/** Half of what the word now takes. */
const NOW_LABEL = 20;

/** The marks of the time axis. */
export function AxisMarks({ range, width, now }: { range: Range; width: number; now: number }) {
  const at = place(range, width);
  const x = at(now);
  const hidden = (tick: number) => tick > width - LABEL || (tick > x - LABEL && tick < x + NOW_LABEL);
  return (
    <div class="marks" aria-hidden="true">
      {ticksOf(range, width).map(({ time, label, major }) =>
        hidden(at(time)) ? null : (
          <span key={time} class={major ? "tick major" : "tick"} style={{ left: `${at(time)}px` }}>
            {label}
          </span>
        ),
      )}
      {x >= 0 && x <= width ? (
        <span class="now-label" style={{ left: `${x}px` }}>
          now
        </span>
      ) : null}
    </div>
  );
}

/** How many runs went on at the same time, and where some failed. */
export function LoadChart({
  rows,
  range,
  width,
  now,
}: {
  rows: readonly Row[];
  range: Range;
  width: number;
  now: number;
}) {
  const parts = Math.max(1, Math.floor(width / PIXELS_PER_PART));
  // Whole parts: the chart is the same until the axis, or now, has moved by one.
  const step = (range.to - range.from) / parts;
  const key = [range.from / step, now / step, step].map(Math.round).join(" ");
  const load = useMemo(() => loadOf(rows, range, { parts, now }), [rows, key, parts]);
  const failures = load.failed.reduce((sum, count) => sum + count, 0);
  const most = Math.max(1, load.most);
  const path = load.running.map((count, part) => `V${most - count}H${part + 1}`).join("");
  return (
    <div
      class="load"
      role="img"
      aria-label={`At most ${plural(load.most, "run")} at the same time, ${failures} failed`}
    >
      <svg viewBox={`0 0 ${parts} ${most}`} preserveAspectRatio="none" aria-hidden="true">
        <path d={`M0 ${most}${path}V${most}Z`} />
      </svg>
      {load.failed.map((count, part) =>
        count > 0 ? (
          <span key={part} class="failed-here" style={{ left: `${(part + 0.5) * (width / parts)}px` }} />
        ) : null,
      )}
      <span class="most">{load.most > 0 ? `${load.most} at once` : ""}</span>
    </div>
  );
}
