import type { BatchTask } from "../../api/batchtask.ts";
import { isRerunDue } from "../../api/rerun.ts";
import type { Run } from "../../api/status.ts";
import type { Trigger } from "../../api/trigger.ts";
import { jobName } from "../../job/job-name.ts";
import { isRunOf, templateHash } from "../../job/template-hash.ts";

/** A task's first run. */
export function firstRun(task: BatchTask): Run {
  return newRun(task, 1, "Created");
}

export function nextRun(task: BatchTask, { number }: Run, trigger: Trigger): Run {
  return newRun(task, number + 1, trigger);
}

function newRun(task: BatchTask, number: number, trigger: Trigger): Run {
  return { number, jobName: jobName(task.metadata, number), templateHash: templateHash(task.spec), trigger };
}

/**
 * Why another run is wanted; undefined where none is.
 * @param inPlace the run's Job takes the completions that are asked for
 */
export function wantedNext(task: BatchTask, run: Run, inPlace: boolean): Trigger | undefined {
  if (isEdited(task, run, inPlace)) return "SpecChanged";
  return isRerunDue(task) ? "Rerun" : undefined;
}

/** A run that never had a Job was refused as a whole: any edit of spec may mend it. */
function isEdited(task: BatchTask, run: Run, inPlace: boolean): boolean {
  if (task.spec.runs?.onChange === "Never") return false;
  if (task.status?.phase === "Rejected") return task.metadata.generation !== task.status.observedGeneration;
  return !isRunOf(task.spec, run.templateHash, inPlace);
}
