import { useCallback, useMemo, useRef, useState } from "preact/hooks";
import { filtered } from "../filter.ts";
import { changeQuery } from "../navigate.ts";
import { useKept, useKeptScroll } from "../parts/kept.ts";
import { useKeys } from "../parts/keys.ts";
import { useWidth } from "../parts/size.ts";
import { useVirtual } from "../parts/virtual.ts";
import type { Query } from "../route.ts";
import { useNow, usePicture, useZones } from "../store/use.ts";
import { place as placeOn, spanOf } from "../time/range.ts";
import { daysOf } from "../time/ticks.ts";
import { NothingHere } from "../list/nothing.tsx";
import { AxisMarks, LoadChart } from "./axis.tsx";
import { piecesOf } from "./geometry.ts";
import { useRoving } from "./grid.ts";
import { TimelineLine } from "./line.tsx";
import { type Line, linesOf } from "./lines.ts";
import { useMotion } from "./motion.ts";
import { Toolbar } from "./toolbar.tsx";
import { type Pointing, Tooltip } from "./tooltip.tsx";
import { type Axis, useAxis } from "./view.ts";
import { plural } from "../words.ts";

/** Below this width, in pixels, names stand above their lanes. */
const NARROW = 640;
const NAMES = 248;
const HEIGHTS = { wide: { task: 32, namespace: 36 }, narrow: { task: 52, namespace: 40 } };
/** What of the head sticks to the top, in pixels. */
const HEAD = 84;
/** The picture goes on by a part of a pixel or so, but within these times, in milliseconds. */
const STEPS = 2_000;
const LEAST_STEP_MS = 1_000;
const MOST_STEP_MS = 10_000;
const KEY_PART = 0.15;
const KEY_ZOOM = 1.4;

/** What ran, what runs and what will run: a lane for each task on one time axis. */
export function Timeline({ query }: { query: Query }) {
  const { rows, whole } = usePicture();
  const step = useRef(LEAST_STEP_MS);
  const now = useNow(step.current);
  const zones = useZones();
  const axis = useAxis(query["range"], now, (range) => changeQuery("", { range }));
  step.current = Math.min(MOST_STEP_MS, Math.max(LEAST_STEP_MS, spanOf(axis.range) / STEPS));
  const shown = useMemo(() => filtered(rows.list, query), [rows.list, query["text"], query["state"]]);
  const [folded, fold] = useFolded();
  const lines = useMemo(() => linesOf(shown, folded), [shown, folded]);
  const [pointing, point] = useState<Pointing>();
  const scroll = useRef<HTMLDivElement>(null);
  const room = useWidth(scroll);
  const narrow = room < NARROW;
  const names = narrow ? 0 : NAMES;
  const width = Math.max(1, room - names);
  const lanesOf = useCallback(() => {
    const left = scroll.current?.getBoundingClientRect().left ?? 0;
    return { left: left + names, width };
  }, [names, width]);
  useMotion(scroll, axis, lanesOf);
  const heights = HEIGHTS[narrow ? "narrow" : "wide"];
  const virtual = useVirtual({
    count: lines.length,
    sizeOf: (index) => heights[lines[index]?.kind ?? "task"],
    sizes: `${narrow} ${lines.length}`,
    scroll,
    top: HEAD,
  });
  const items = (index: number) => runsIn(lines[index], axis, { width, now });
  useKeptScroll(scroll, whole);
  useKeys((event) => keys(event, axis));
  const roving = useRoving({ lines: lines.length, items, scrollTo: virtual.scrollTo, drawn: virtual.items });
  const at = placeOn(axis.range, width);
  const lane = { range: axis.range, width, now, zones, point };
  const nothing = whole && shown.length === 0;
  return (
    <section class={`timeline${narrow ? " narrow" : ""}`} aria-label="Timeline">
      <Toolbar axis={axis} query={query} rows={rows.list} />
      {nothing ? <NothingHere path="" all={rows.list.length} /> : null}
      <div class="scroll" ref={scroll} hidden={nothing}>
        <div class="head">
          <div class="corner muted">{whole ? plural(shown.length, "task") : "Reading …"}</div>
          <div class="over">
            <LoadChart rows={shown} range={axis.range} width={width} now={now} />
            <div
              class="axis"
              role="slider"
              tabIndex={0}
              aria-label="Time axis: arrow keys move it, plus and minus zoom"
              aria-valuenow={Math.round(axis.range.to / 1_000)}
              aria-valuetext={`${zones.time(axis.range.from)} to ${zones.time(axis.range.to)}`}
            >
              <AxisMarks range={axis.range} width={width} now={now} />
            </div>
          </div>
        </div>
        <div class="body" style={{ height: `${virtual.height}px` }}>
          <div class="days" style={{ left: `${names}px` }} aria-hidden="true">
            {daysOf(axis.range).map((day) => (
              <span key={day} class="day" style={{ left: `${at(day)}px` }} />
            ))}
            {at(now) >= 0 && at(now) <= width ? <span class="now" style={{ left: `${at(now)}px` }} /> : null}
          </div>
          <div
            role="grid"
            aria-label="Tasks and their runs"
            aria-rowcount={lines.length}
            aria-colcount={2}
            onKeyDown={roving.onKeyDown}
            onFocusIn={roving.onFocusIn}
          >
            {virtual.items.map(({ index, start }) => {
              const line = lines[index];
              if (!line) return null;
              const namespace = line.kind === "namespace" ? line.namespace : line.row.namespace;
              return (
                <div
                  key={line.kind === "namespace" ? `/${namespace}` : line.row.uid}
                  class={`line ${line.kind}-line`}
                  role="row"
                  aria-rowindex={index + 1}
                  style={{ transform: `translateY(${start}px)`, height: `${heights[line.kind]}px` }}
                >
                  <TimelineLine
                    {...lane}
                    {...{ line, index, fold }}
                    place={roving.place}
                    folded={folded.has(namespace)}
                  />
                </div>
              );
            })}
          </div>
        </div>
      </div>
      <Tooltip pointing={pointing} />
    </section>
  );
}

/** How many runs the keyboard finds in a line. */
function runsIn(line: Line | undefined, { range }: Axis, size: { width: number; now: number }): number {
  return line?.kind === "task" ? piecesOf(line.row, range, size).length : 0;
}

/** Names of namespaces have no blanks. */
function useFolded(): [ReadonlySet<string>, (namespace: string) => void] {
  const [kept, keep] = useKept("folded");
  const folded = useMemo(() => new Set(kept?.split(" ").filter(Boolean)), [kept]);
  const fold = useCallback(
    (namespace: string) => keep([...folded.symmetricDifference(new Set([namespace]))].join(" ")),
    [folded, keep],
  );
  return [folded, fold];
}

/** Plus and minus zoom; arrows move the axis where it is what has the focus, and with Shift anywhere. */
function keys(event: KeyboardEvent, axis: Axis): void {
  const onAxis = event.target instanceof Element && event.target.classList.contains("axis");
  const moves = event.shiftKey || onAxis;
  const action = {
    "+": () => axis.zoom(1 / KEY_ZOOM),
    "=": () => axis.zoom(1 / KEY_ZOOM),
    "-": () => axis.zoom(KEY_ZOOM),
    _: () => axis.zoom(KEY_ZOOM),
    "0": axis.toNow,
    ArrowLeft: moves ? () => axis.pan(-KEY_PART) : undefined,
    ArrowRight: moves ? () => axis.pan(KEY_PART) : undefined,
  }[event.key];
  if (!action) return;
  event.preventDefault();
  action();
}
