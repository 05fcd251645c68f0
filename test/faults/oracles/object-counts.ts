import type { Comparison, Evidence } from "../run/evidence.ts";
import { describeJob, taskUidOf } from "./owner.ts";

/** Each Job is created and deleted as often as in the unperturbed run. */
export function objectCounts(evidence: Evidence, base: Evidence, comparison: Comparison): string[] {
  if (comparison === "none") return [];
  const [have, want] = [countsOf(evidence, comparison), countsOf(base, comparison)];
  return [...new Set([...have.keys(), ...want.keys()])]
    .filter((name) => have.get(name) !== want.get(name))
    .map((name) => `${name}: ${have.get(name) ?? 0} times, not ${want.get(name) ?? 0}`);
}

function countsOf({ jobSights, tasks }: Evidence, comparison: Comparison): Map<string, number> {
  const live = new Set(tasks.map(({ metadata }) => metadata.uid));
  const counts = new Map<string, number>();
  for (const { type, object } of jobSights) {
    const owned = live.has(taskUidOf(object) ?? "");
    // When the garbage collector takes what belonged to a deleted task is its own affair.
    const counted = type === "ADDED" ? owned || comparison === "all" : type === "DELETED" && owned;
    if (!counted) continue;
    const key = `${type} ${describeJob(object)}`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return counts;
}
