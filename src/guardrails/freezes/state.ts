import type { FreezeWindow } from "./read.ts";

/** A freeze that is on. */
export interface Frozen {
  /** Of those that are on, the one that lasts longest names itself. */
  policy: string;
  reason: string | undefined;
  /** The end of all that overlap or follow without a gap. In milliseconds since the epoch. */
  until: number;
  /** They follow each other for so long that no end was looked for: it is frozen at least until then. */
  isAtLeast: boolean;
}

/** Whether no run starts now. */
export interface FreezeState {
  frozen?: Frozen | undefined;
  /** When that may change, in milliseconds since the epoch; undefined: no freeze is in sight. */
  changesAt: number | undefined;
}

/** So many freezes one after another are looked at: more than a day of those of five minutes. */
const MOST_LOOKS = 512;

/** Whether a freeze is on at `now` (milliseconds since the epoch), and until when. Pure. */
export function freezeState(windows: readonly FreezeWindow[], now: number): FreezeState {
  const on = windows
    .flatMap((window) => {
      const end = endAt(window, now);
      return end === undefined || end <= now ? [] : [{ window, end }];
    })
    .toSorted((a, b) => b.end - a.end);
  const [longest] = on;
  if (!longest) return { changesAt: nextFreeze(windows, now) };
  const { policy, reason } = longest.window;
  const union = unionEnd(windows, longest.end);
  return { frozen: { policy, reason, ...union }, changesAt: union.until };
}

/** When the next freeze begins after `after`; undefined: none is in sight. Milliseconds since the epoch. Pure. */
export function nextFreeze(windows: readonly FreezeWindow[], after: number): number | undefined {
  const starts = windows.flatMap(({ schedule }) => schedule.next(after) ?? []);
  return starts.length === 0 ? undefined : Math.min(...starts);
}

/** The end of the latest freeze of this window that begins at `at` or before. */
function endAt({ schedule, durationMs }: FreezeWindow, at: number): number | undefined {
  const start = schedule.latest(at);
  return start === undefined ? undefined : start + durationMs;
}

function unionEnd(windows: readonly FreezeWindow[], first: number): Pick<Frozen, "until" | "isAtLeast"> {
  let until = first;
  for (let looks = 0; looks < MOST_LOOKS; looks += windows.length) {
    const end = Math.max(until, ...windows.map((window) => endAt(window, until) ?? until));
    if (end === until) return { until, isAtLeast: false };
    until = end;
  }
  return { until, isAtLeast: true };
}
