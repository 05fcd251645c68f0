import { countsIndexes, isElastic } from "../../api/elastic.ts";
import type { BatchTask } from "../../api/batchtask.ts";
import { phaseOfRun } from "../../api/status.ts";
import { canonicalJson } from "../../job/canonical.ts";
import { asked, isRunOf } from "../../job/template-hash.ts";

/**
 * Whether a task, as a file has it, would need no other run than the one that is there. Any edit of a task that was
 * refused may mend it, and so starts the next one. Pure.
 */
export function isOfPresentRun({ spec }: BatchTask, live: BatchTask): boolean {
  const { run, effective } = live.status ?? {};
  if (!run) return false;
  if (phaseOfRun(live.status) === "Rejected") return canonicalJson(spec) === canonicalJson(live.spec);
  const shrinks = isFewer(spec.completions, effective?.completions) && countsIndexes(spec);
  return isRunOf(
    asked(spec),
    run.templateHash,
    run.completionTime === undefined && isElastic(spec) && !shrinks,
  );
}

const isFewer = (one = 0, other = 0): boolean => one < other;
