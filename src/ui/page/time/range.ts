import { metaTime } from "../../../kube/time.ts";

/** A stretch of the time axis, in milliseconds since the epoch. */
export interface Range {
  readonly from: number;
  readonly to: number;
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** What the buttons offer, by the name that the address has. */
export const SPANS: Readonly<Record<string, number>> = {
  "1h": HOUR,
  "6h": 6 * HOUR,
  "24h": DAY,
  "7d": 7 * DAY,
  "30d": 30 * DAY,
};

const SHORTEST = 2 * MINUTE;
const LONGEST = 62 * DAY;
/** The part of the axis that lies ahead of now while the page follows. */
const AHEAD = 1 / 6;

export const spanOf = ({ from, to }: Range): number => to - from;

/** The range of this span that shows now, with a part of the time to come. */
export function around(now: number, span: number): Range {
  const to = now + span * AHEAD;
  return { from: to - span, to };
}

/** Moved by a part of its own span: 0.5 is half a picture later. */
export function panned({ from, to }: Range, part: number): Range {
  const by = (to - from) * part;
  return { from: from + by, to: to + by };
}

/**
 * Zoomed about a point that stays where it is.
 * @param factor below 1: nearer
 * @param at the point, as a part of the width from 0 to 1
 */
export function zoomed({ from, to }: Range, factor: number, at: number): Range {
  const span = to - from;
  const next = Math.min(LONGEST, Math.max(SHORTEST, span * factor));
  const fixed = from + span * at;
  return { from: fixed - next * at, to: fixed + next * (1 - at) };
}

/** Where a time is, in pixels from the left edge. */
export function place({ from, to }: Range, width: number): (time: number) => number {
  const perMs = width / (to - from);
  return (time) => (time - from) * perMs;
}

/** The range that an address names: 24h, 5400s, or two times with a comma between; undefined where it names none. */
export function rangeFrom(
  text: string | undefined,
  now: number,
): { range: Range; span?: string } | undefined {
  if (text === undefined) return undefined;
  const span = SPANS[text] ?? secondsOf(text);
  if (span !== undefined) return { range: around(now, span), span: text };
  const [from = Number.NaN, to = Number.NaN] = text.split(",").map((part) => Date.parse(part));
  return to - from >= SHORTEST / 2 && to - from <= LONGEST * 2 ? { range: { from, to } } : undefined;
}

function secondsOf(text: string): number | undefined {
  const ms = Number(/^(\d+)s$/.exec(text)?.[1]) * 1_000;
  return ms >= SHORTEST && ms <= LONGEST ? ms : undefined;
}

/** A span that goes along with now as an address has it: the name of a button, or whole seconds. Milliseconds. */
export function spanText(span: number): string {
  return Object.keys(SPANS).find((name) => SPANS[name] === span) ?? `${Math.round(span / 1_000)}s`;
}

/** The same as an address has it, in whole seconds. */
export function rangeText({ from, to }: Range): string {
  return `${metaTime(from)},${metaTime(to)}`;
}
