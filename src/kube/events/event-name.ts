/** When something happened, and what tells its event from others of the same moment. */
export interface Moment {
  /** Milliseconds since the epoch. */
  ms: number;
  /** Which of its process' events it is: orders those of one millisecond. */
  nth: number;
  /** Lower-case letters and digits, of which the last eight are unlike another process'. */
  id: string;
}

const longestName = 253;
const nanosPerMs = 1_000_000;

/**
 * The object's name and the nanoseconds since the epoch in hexadecimal, as client-go names events (GenerateEventName
 * in tools/record/util), so that names sort by time; and a part of the id. Throws a RangeError where `ms` is no number.
 */
export function eventName(regarding: string, { ms, nth, id }: Moment): string {
  const nanos = BigInt(Math.floor(ms)) * BigInt(nanosPerMs) + BigInt(nth % nanosPerMs);
  const suffix = `${nanos.toString(16).padStart(16, "0")}-${id.slice(-8)}`;
  const room = longestName - suffix.length - 1;
  return `${regarding.slice(0, room).replace(/[.-]+$/, "")}.${suffix}`;
}
