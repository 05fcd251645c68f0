/**
 * Gives for each JSON value the first equal one that it was given, so that what many objects have alike is in memory
 * once. What it gives is frozen, deeply: a change of it would be one of many objects.
 */
export type Share = <T>(value: T) => T;

/** A longer value, in UTF-16 units of its JSON, is hardly one of many, and is given back as it is. */
const LONGEST = 2_048;

/** @param limit so many values are known at once, those that were asked for last */
export function createShare(limit: number): Share {
  /** The one that was asked for longest ago comes first. */
  const known = new Map<string, unknown>();
  return <T>(value: T): T => {
    if (value === undefined) return value;
    const text = JSON.stringify(value);
    if (text.length > LONGEST) return value;
    const found = known.get(text);
    known.delete(text);
    const shared = found === undefined ? deepFreeze(value) : found;
    known.set(text, shared);
    for (const oldest of known.keys()) {
      if (known.size <= limit) break;
      known.delete(oldest);
    }
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- its JSON is that of the value
    return shared as T;
  };
}

function deepFreeze<T>(value: T): T {
  if (typeof value !== "object" || value === null) return value;
  for (const inner of Object.values(value)) deepFreeze(inner);
  return Object.freeze(value);
}
