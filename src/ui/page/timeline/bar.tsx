import { useMemo } from "preact/hooks";
import type { Row } from "../../model/wire.ts";
import { Glyph } from "../parts/glyph.tsx";
import { taskHash } from "../route.ts";
import type { Zones } from "../time/words.ts";
import { labelOf, toldOf } from "./describe.ts";
import { type Piece, tookWords } from "./geometry.ts";
import type { Pointing } from "./tooltip.tsx";

/** From this width on a bar has room for its mark, and from the other for a word, in pixels. */
const ROOM_FOR_MARK = 20;
const ROOM_FOR_WORD = 96;

interface Props {
  readonly row: Row;
  readonly piece: Piece;
  readonly now: number;
  readonly zones: Zones;
  readonly tabIndex: number;
  readonly place: string;
  readonly point: (pointing: Pointing | undefined) => void;
}

/** One run: how long it waited and started up, thin and light, then how long it ran. */
export function RunBar({ row, piece, now, zones, tabIndex, place, point }: Props) {
  const { bar, wait, taken, left, width, open } = piece;
  // What has ended is told once; what goes on, each half minute.
  const told = useMemo(
    () => toldOf(row, bar, { now, zones }),
    [row, bar, zones, open ? Math.floor(now / 30_000) : 0],
  );
  const label = useMemo(() => labelOf(row, told), [told]);
  const show = (event: { currentTarget: Element }) => {
    const box = event.currentTarget.getBoundingClientRect();
    point({ told, x: box.left + box.width / 2, top: box.top, bottom: box.bottom });
  };
  const waited = left - wait;
  return (
    <a
      class={classOf(piece)}
      href={taskHash(row.namespace, row.name)}
      draggable={false}
      tabIndex={tabIndex}
      data-place={place}
      aria-label={label}
      style={{ left: `${wait}px`, width: `${waited + width}px` }}
      onPointerEnter={show}
      onPointerLeave={() => point(undefined)}
      onFocus={show}
      onBlur={() => point(undefined)}
    >
      {taken - wait > 0.5 ? <span class="wait" style={{ width: `${taken - wait}px` }} /> : null}
      {left - taken > 0.5 ? (
        <span class="startup" style={{ left: `${taken - wait}px`, width: `${left - taken}px` }} />
      ) : null}
      <span class="bar" style={{ left: `${waited}px`, width: `${width}px` }}>
        {width >= ROOM_FOR_MARK ? <Glyph mark={piece.mark} /> : null}
        {width >= ROOM_FOR_WORD ? <span class="word">{wordOf(piece, now)}</span> : null}
      </span>
    </a>
  );
}

function classOf({ bar: { halted }, mark, open, waits }: Piece): string {
  return ["run", mark, open && "open", waits ? "waits" : halted && "halted"].filter(Boolean).join(" ");
}

function wordOf({ bar, mark }: Piece, now: number): string {
  if (bar.halted) return bar.halted;
  const took = tookWords(bar, now);
  return (mark === "failed" || mark === "refused") && bar.reason ? `${bar.reason} · ${took}` : took;
}
