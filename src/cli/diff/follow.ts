import type { BatchTask } from "../../api/batchtask.ts";
import type { Runs } from "../../api/runs.ts";
import { type Run, isRunFinished } from "../../api/status.ts";
import { canonicalJson } from "../../job/canonical.ts";
import { comesNext, type Moment } from "../view/at-rest.ts";
import { isOnSchedule } from "../view/lifecycle.ts";
import { isStuck } from "../view/next-step.ts";
import { isOfPresentRun } from "../render/present.ts";

/** What applying a task would set going, in one sentence. Pure. */
export function consequence(live: BatchTask | undefined, next: BatchTask, moment: Moment): string {
  if (isOnSchedule(next)) return onSchedule(live, next, moment);
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

/** An edit of a task on a schedule starts nothing by itself, but in the place of a run that can do nothing. */
function onSchedule(live: BatchTask | undefined, next: BatchTask, moment: Moment): string {
  const comes = comesNext(next, moment);
  if (!live)
    return next.spec.runs?.schedule?.runAtOnce ? `is new: run 1 starts, then ${comes}` : `is new: ${comes}`;
  if (canonicalJson(live.spec) === canonicalJson(next.spec)) return `has the same spec: ${comes}`;
  const { run } = live.status ?? {};
  return run ? besideRun(run, live, next, comes) : `starts no run: ${comes}`;
}

function besideRun(run: Run, live: BatchTask, next: BatchTask, comes: string): string {
  const goesOn = run.completionTime === undefined;
  if (isOfPresentRun(next, live))
    return goesOn
      ? `changes what a live Job can take: the run goes on, and ${comes}`
      : `starts no run: ${comes}`;
  if (goesOn && replaces(next, isStuck(live)))
    return `stops run ${run.number} and starts run ${run.number + 1}`;
  return `holds from run ${run.number + 1} on: ${comes}`;
}

function replaces({ spec }: BatchTask, stuck: boolean): boolean {
  const { onChange } = spec.runs ?? {};
  return onChange !== "Never" && (stuck || onChange === "Immediately");
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
