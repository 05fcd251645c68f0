import type { BatchTask } from "../../api/batchtask.ts";
import type { Job } from "../../api/job.ts";
import { KIND, TEMPLATE_HASH_ANNOTATION } from "../../api/group.ts";
import type { Run } from "../../api/status.ts";
import { withAskedOverrides } from "../../job/overrides.ts";
import { controllerOf, isOurs } from "../../job/ownership.ts";
import type { Store } from "../../kube/store/store.ts";

/** The Job of a task's recorded run, as the cache has it; undefined where there is none, or it is somebody else's. */
export type OwnJob = (task: BatchTask) => Job | undefined;

export function ownJobIn(jobs: Store<Job>): OwnJob {
  return (task) => {
    const name = task.status?.run?.jobName;
    const job = name === undefined ? undefined : jobs.get(`${task.metadata.namespace}/${name}`);
    return job && isOurs(job, task) ? job : undefined;
  };
}

/** The template hash of the spec that a Job was made of, as it tells itself. */
export function toldHash(job: Job | undefined): string | undefined {
  return job?.metadata?.annotations?.[TEMPLATE_HASH_ANNOTATION];
}

/**
 * The run as its Job tells of it: an edit before the creation went into the Job, and so did what a rerun asked a first run
 * with, which no record told before.
 */
export function asTold(run: Run, job: Job | undefined): Run {
  if (!job) return run;
  const told = run.number === 1 ? withAskedOverrides(run, job.metadata?.annotations) : run;
  const templateHash = toldHash(job);
  return templateHash === undefined ? told : { ...told, templateHash };
}

/** The key of the task that a Job says it belongs to. */
export function taskKeyOf(job: Job): string | undefined {
  const owner = controllerOf(job);
  return owner?.kind === KIND ? `${job.metadata?.namespace}/${owner.name}` : undefined;
}
