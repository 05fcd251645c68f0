const SECOND = 1;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Two units at most, as `kubectl` prints durations: 45s, 2m5s, 3h10m, 2d4h. */
export function humanDuration(from: string, to: string): string {
  const seconds = Math.max(0, Math.round((Date.parse(to) - Date.parse(from)) / 1000));
  if (seconds < 2 * MINUTE) return `${seconds}s`;
  if (seconds < 3 * HOUR) return two(seconds, [MINUTE, "m"], [SECOND, "s"]);
  if (seconds < 2 * DAY) return two(seconds, [HOUR, "h"], [MINUTE, "m"]);
  return two(seconds, [DAY, "d"], [HOUR, "h"]);
}

function two(seconds: number, [large, a]: [number, string], [small, b]: [number, string]): string {
  const rest = Math.floor((seconds % large) / small);
  return `${Math.floor(seconds / large)}${a}${rest > 0 ? `${rest}${b}` : ""}`;
}
