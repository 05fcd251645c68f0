/** Edits after which a name is another word, not a slip. */
const FARTHEST = 2;

/** The known name that is meant by a misspelt one, if any. */
export function nearest(name: string, known: readonly string[]): string | undefined {
  const same = known.find((one) => one.toLowerCase() === name.toLowerCase());
  if (same !== undefined) return same;
  const [best] = known
    .map((one) => ({ one, distance: distance(name, one) }))
    .toSorted((a, b) => a.distance - b.distance);
  return best && best.distance <= Math.min(FARTHEST, name.length / 3) ? best.one : undefined;
}

/** Levenshtein's. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (const [i, left] of Array.from(a).entries()) {
    const next = [i + 1];
    for (const [j, right] of Array.from(b).entries())
      next.push(
        Math.min((row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1, (row[j] ?? 0) + (left === right ? 0 : 1)),
      );
    row = next;
  }
  return row.at(-1) ?? 0;
}
