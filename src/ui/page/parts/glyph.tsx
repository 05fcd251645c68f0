import { type Mark, MARKS } from "../words.ts";

/** Strokes of each mark on a square of 16: told apart without colour. */
const SHAPES: Readonly<Record<Mark, string>> = {
  ok: "M3.5 8.5 6.7 11.6 12.5 5",
  failed: "M4.5 4.5 11.5 11.5M11.5 4.5 4.5 11.5",
  running: "M6 4.2 11.8 8 6 11.8Z",
  waiting: "M8 4.2V8L10.6 9.6",
  suspended: "M6 4.5V11.5M10 4.5V11.5",
  scheduled: "M8 3.2 12.8 8 8 12.8 3.2 8Z",
  refused: "M4.5 8H11.5",
  replaced: "M4 6.2H10.2M8.4 4.2 10.6 6.2 8.4 8.2M12 10.2H6",
  unknown: "M6 6.2C6 3.6 10.2 3.8 10 6.2 9.9 7.6 8 7.7 8 9.2M8 11.6V11.8",
};

/** The mark as a small picture; its name is told to readers of the screen where no word stands beside it. */
export function Glyph({ mark, named = false }: { mark: Mark; named?: boolean }) {
  const name = named ? { role: "img" as const, "aria-label": MARKS[mark] } : { "aria-hidden": true };
  return (
    <svg class={`glyph ${mark}`} viewBox="0 0 16 16" width="16" height="16" {...name}>
      {mark === "scheduled" ? null : (
        <rect
          class="ground"
          x="0.5"
          y="0.5"
          width="15"
          height="15"
          rx={mark === "failed" || mark === "refused" ? 3 : 7.5}
        />
      )}
      <path d={SHAPES[mark]} fill={mark === "running" ? "currentColor" : "none"} />
    </svg>
  );
}
