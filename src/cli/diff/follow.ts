import type { BatchTask } from "../../api/batchtask.ts";
import type { Runs } from "../../api/runs.ts";
import { type Run, isRunFinished } from "../../api/status.ts";
import { canonicalJson } from "../../job/canonical.ts";
import { isStuck } from "../view/next-step.ts";
import { isOfPresentRun } from "../render/present.ts";

/** What applying a task would set going, in one sentence. Pure. */
export function consequence(live: BatchTask | undefined, next: BatchTask): string {
  if (!live) return "is new: run 1 starts";
  if (canonicalJson(live.spec) === canonicalJson(next.spec)) return "has the same spec: no run starts";
  const run = live.status?.run;
  if (!run) return IN_PLACE;
  if (!isOfPresentRun(next, live))
    return afterChange(run, isStuck(live), next.spec.runs?.onChange ?? "WhenFinished");
  return isRunFinished(live.status)
    ? `changes nothing that starts a run: \`kubectl batchtask rerun ${next.metadata.name}\` does`
    : IN_PLACE;
}

const IN_PLACE = "changes what a live Job can take: the run goes on, no new one starts";

function afterChange({ number, completionTime }: Run, stuck: boolean, onChange: Runs["onChange"]): string {
  if (onChange === "Never")
    return "changes what a Job can't take in place: runs.onChange is Never, no run starts";
  if (completionTime !== undefined) return `starts run ${number + 1}`;
  if (stuck) return `stops run ${number}, of which no pod could start, and starts run ${number + 1}`;
  return onChange === "Immediately"
    ? `stops run ${number} and starts run ${number + 1}`
    : `starts run ${number + 1} once run ${number} has ended`;
}
