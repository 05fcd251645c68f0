import type { Bar, Row } from "../../model/wire.ts";
import { place, type Range } from "../time/range.ts";
import { durationWords } from "../time/words.ts";
import { type Mark, markOfBar } from "../words.ts";

/** A run as it is drawn, in pixels from the left edge of its lane. */
export interface Piece {
  readonly bar: Bar;
  readonly mark: Mark;
  /** Where waiting begins; the same as left where nothing was waited for. */
  readonly wait: number;
  /** Where its Job was taken up: from then until left its pods are about to run. */
  readonly taken: number;
  readonly left: number;
  readonly width: number;
  /** It goes on. */
  readonly open: boolean;
  /** It has not run yet. */
  readonly waits: boolean;
}

/** A narrower bar could not be seen or hit. */
const NARROWEST = 5;

export interface Times {
  /** Milliseconds since the epoch. */
  readonly wait: number;
  readonly taken: number;
  readonly start: number;
  readonly end: number;
  readonly open: boolean;
}

/** When a run waited and ran; undefined of one that has no time at all. */
export function timesOf(
  { scheduled, created, jobStarted, started, ended }: Bar,
  now: number,
): Times | undefined {
  const first = started ?? created ?? scheduled ?? ended;
  if (first === undefined) return undefined;
  const end = ended === undefined ? now : Date.parse(ended);
  const begun = started === undefined ? end : Date.parse(started);
  const asked = created === undefined ? Date.parse(first) : Date.parse(created);
  const start = Math.min(begun, end);
  const wait = Math.min(asked, start);
  const taken = jobStarted === undefined ? start : Math.max(wait, Math.min(Date.parse(jobStarted), start));
  return { wait, taken, start, end, open: ended === undefined };
}

/** Every run of a row, latest first. */
export const barsOf = ({ run, history }: Row): readonly Bar[] => (run ? [run, ...history] : history);

/** The runs in sight, from left to right. */
export function piecesOf(row: Row, range: Range, { width, now }: { width: number; now: number }): Piece[] {
  const at = place(range, width);
  const pieces: Piece[] = [];
  for (const bar of barsOf(row)) {
    const times = timesOf(bar, now);
    if (times === undefined || times.wait > range.to || times.end < range.from) continue;
    const wait = Math.max(-8, at(times.wait));
    const left = Math.max(-8, at(times.start));
    const right = Math.min(width + 8, at(times.end));
    const waits = bar.outcome === undefined && bar.started === undefined;
    const barWidth = Math.max(waits ? 0 : NARROWEST, right - left);
    const taken = Math.max(wait, Math.min(left, at(times.taken)));
    pieces.push({ bar, mark: markOfBar(bar), wait, taken, left, width: barWidth, open: times.open, waits });
  }
  return pieces.toReversed();
}

/** The next times of a schedule in sight, in pixels. */
export function ticksAhead(
  row: Row,
  range: Range,
  { width, now }: { width: number; now: number },
): { at: number; time: string }[] {
  const at = place(range, width);
  return timesAhead(row, now)
    .map((time) => ({ at: at(Date.parse(time)), time }))
    .filter((tick) => tick.at >= 0 && tick.at <= width);
}

/** The next times of a schedule; one that has passed is none, though no change of the task has told so yet. */
export function timesAhead({ schedule }: Row, now: number): string[] {
  return (schedule?.next ?? []).filter((time) => Date.parse(time) > now);
}

/** How long a run has run; nothing of one that has not, or that stands still, of which it isn't known. */
export function tookWords(bar: Bar, now: number): string {
  const times = bar.started === undefined || bar.halted ? undefined : timesOf(bar, now);
  return times ? durationWords(times.start, times.end) : "";
}
