import type { BatchTask } from "../api/batchtask.ts";
import type { Run } from "../api/status.ts";
import type { Trigger } from "../api/trigger.ts";
import { jobName } from "./job-name.ts";
import { templateHash } from "./template-hash.ts";

/** A task's first run, as it is to be recorded. */
export function firstRun(task: BatchTask): Run {
  return newRun(task, 1, "Created");
}

/** The run after this one, of the spec as it is now. */
export function nextRun(task: BatchTask, { number }: Run, trigger: Trigger): Run {
  return newRun(task, number + 1, trigger);
}

function newRun(task: BatchTask, number: number, trigger: Trigger): Run {
  return { number, jobName: jobName(task.metadata, number), templateHash: templateHash(task.spec), trigger };
}
