import { timeDay, timeTicks } from "d3-time";
import type { Range } from "./range.ts";

/** A mark of the time axis. */
export interface Tick {
  readonly time: number;
  /** Nothing where it would stand upon the date before it. */
  readonly label: string;
  /** The first of a day, which is written with its date. */
  readonly major: boolean;
}

/** Room that one label takes, in pixels. */
const ROOM = 100;
const DAY = 86_400_000;

/** Marks at round times of the reader's zone, as many as have room. */
export function ticksOf(range: Range, width: number): Tick[] {
  const count = Math.max(2, Math.floor(width / ROOM));
  const times = timeTicks(new Date(range.from), new Date(range.to), count);
  const step = times[0] && times[1] ? times[1].getTime() - times[0].getTime() : DAY;
  const perMs = width / (range.to - range.from);
  let free = Number.NEGATIVE_INFINITY;
  return times.map((time) => {
    const major = timeDay.floor(time).getTime() === time.getTime();
    const at = (time.getTime() - range.from) * perMs;
    const label = major || at >= free ? labelOf(time, major, step) : "";
    if (label) free = at + (major ? ROOM : 0);
    return { time: time.getTime(), label, major };
  });
}

/** Where days begin, for the lines that part nights. */
export function daysOf({ from, to }: Range): number[] {
  return timeDay.range(new Date(from), new Date(to)).map((day) => day.getTime());
}

function labelOf(time: Date, major: boolean, step: number): string {
  if (major) return time.toDateString().replace(/^(\w+) (\w+) 0?(\d+) .*$/, "$1 $3 $2");
  return time.toTimeString().slice(0, step < 60_000 ? 8 : 5);
}
