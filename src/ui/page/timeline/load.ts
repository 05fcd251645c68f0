import type { Row } from "../../model/wire.ts";
import type { Range } from "../time/range.ts";
import { barsOf, timesOf } from "./geometry.ts";

/** How many runs went on in each part of the axis, and how many of them failed there. */
export interface Load {
  readonly running: readonly number[];
  readonly failed: readonly number[];
  readonly most: number;
}

/** @param parts how many parts the axis is cut into */
export function loadOf(
  rows: readonly Row[],
  range: Range,
  { parts, now }: { parts: number; now: number },
): Load {
  const starts = new Int32Array(parts + 1);
  const failed = Array.from({ length: parts }, () => 0);
  const partOf = (time: number) => Math.floor(((time - range.from) / (range.to - range.from)) * parts);
  for (const row of rows)
    for (const bar of barsOf(row)) {
      const times = bar.started === undefined ? undefined : timesOf(bar, now);
      if (times === undefined || times.start > range.to || times.end < range.from) continue;
      const last = Math.min(parts - 1, partOf(times.end));
      starts[Math.max(0, partOf(times.start))]! += 1;
      starts[last + 1]! -= 1;
      if (bar.outcome === "Failed" && times.end <= range.to) failed[last]! += 1;
    }
  const running = [...starts.subarray(0, parts)];
  for (let part = 1; part < parts; part += 1) running[part]! += running[part - 1]!;
  return { running, failed, most: running.reduce((most, count) => Math.max(most, count), 0) };
}
