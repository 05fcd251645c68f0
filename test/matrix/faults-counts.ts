import type { Counts } from "./results.ts";

/** A line of the table that faults end with: class, tried, violations, not struck. */
const ROW = /^([a-z]+) +(\d+) +(\d+) +(\d+) /;
/** What was tried; its perturbation may be JSON, which has colons of its own. */
const VIOLATION = /^VIOLATION (\S+(?: \[.*?\](?=: ))?): /;

/**
 * Reads what `npm run faults` printed: what it tried and what was violated. What found no occasion to strike
 * is counted as skipped.
 */
export function faultsCounts(output: string): Counts {
  const lines = output.split("\n");
  const rows = lines.flatMap((line) => {
    const [, , tried, , missed] = ROW.exec(line) ?? [];
    return tried === undefined ? [] : [{ tried: Number(tried), missed: Number(missed) }];
  });
  const failed = new Set(lines.flatMap((line) => VIOLATION.exec(line)?.[1] ?? []));
  const missed = rows.reduce((sum, row) => sum + row.missed, 0);
  const tried = rows.reduce((sum, row) => sum + row.tried, 0);
  return {
    passed: Math.max(0, tried - failed.size),
    failed: [...failed],
    skipped: missed > 0 ? { "the fault found no occasion to strike": missed } : {},
  };
}
