import type { Row } from "../../model/wire.ts";
import type { Range } from "../time/range.ts";
import { barsOf, timesOf } from "./geometry.ts";

/** How many runs went on at once in each part of the axis, at most, and how many of them failed there. */
export interface Load {
  readonly running: readonly number[];
  readonly failed: readonly number[];
  readonly most: number;
}

/** Times are whole seconds: a run of less than one has run, too. Milliseconds. */
const SHORTEST = 1;

/** @param parts how many parts the axis is cut into */
export function loadOf(
  rows: readonly Row[],
  range: Range,
  { parts, now }: { parts: number; now: number },
): Load {
  const failed = Array.from({ length: parts }, () => 0);
  const part = (time: number) => Math.floor(((time - range.from) / (range.to - range.from)) * parts);
  const partOf = (time: number) => Math.max(0, Math.min(parts - 1, part(time)));
  const starts: number[] = [];
  const ends: number[] = [];
  for (const row of rows)
    for (const bar of barsOf(row)) {
      const times = bar.started === undefined || bar.halted ? undefined : timesOf(bar, now);
      if (times === undefined || times.start > range.to || times.end < range.from) continue;
      starts.push(times.start);
      ends.push(Math.max(times.end, times.start + SHORTEST));
      if (bar.outcome === "Failed" && times.end <= range.to) failed[partOf(times.end)]! += 1;
    }
  const running = sweep(starts, ends, { parts, partOf });
  return { running, failed, most: running.reduce((most, count) => Math.max(most, count), 0) };
}

interface Parts {
  readonly parts: number;
  readonly partOf: (time: number) => number;
}

/** Goes through starts and ends in their order: one that ends as another one starts was not beside it. */
function sweep(starts: readonly number[], ends: readonly number[], { parts, partOf }: Parts): number[] {
  const [begins, overs] = [Float64Array.from(starts).toSorted(), Float64Array.from(ends).toSorted()];
  const running = Array.from({ length: parts }, () => 0);
  let [count, ended, reached] = [0, 0, 0];
  /** What goes on at the beginning of a part goes on in it. */
  const reach = (part: number) => {
    for (; reached < part; reached += 1) running[reached + 1] = count;
  };
  const endUntil = (time: number) => {
    for (; overs[ended]! <= time; ended += 1) {
      reach(partOf(overs[ended]!));
      count -= 1;
    }
  };
  for (const time of begins) {
    endUntil(time);
    const part = partOf(time);
    reach(part);
    count += 1;
    running[part] = Math.max(running[part]!, count);
  }
  endUntil(Number.POSITIVE_INFINITY);
  return running;
}
