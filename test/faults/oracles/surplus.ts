import type { BatchTask } from "../../../src/api/batchtask.ts";
import type { Job } from "../../../src/api/job.ts";
import type { BatchTaskStatus } from "../../../src/api/status.ts";
import type { Evidence } from "../run/evidence.ts";

type World = Pick<Evidence, "tasks" | "jobs">;

/**
 * What became of tasks and Jobs, as if no Job had got more pods than it asks for. Where a server was killed one may: a
 * pod whose creation was carried out and not answered is created once more by the Job controller, under another name.
 * A task that tells of the surplus what its Job tells is right, and no other.
 */
export function withoutSurplus({ tasks, jobs, faults }: World & Pick<Evidence, "faults">): World {
  if (!faults.some((fault) => fault.do.restart !== undefined)) return { tasks, jobs };
  const told = jobs.filter((job) => hasSurplus(job) && tasks.some((task) => tellsOf(task, job)));
  const surplus = new Map(told.map((job) => [job.metadata?.uid, job]));
  return {
    jobs: jobs.map((job) =>
      surplus.has(job.metadata?.uid) ? { ...job, status: cut(job, job.status) } : job,
    ),
    tasks: tasks.map((task) => {
      const job = surplus.get(task.status?.run?.jobUID);
      return task.status && job ? { ...task, status: retold(task.status, job) } : task;
    }),
  };
}

function hasSurplus({ spec, status }: Job): boolean {
  return (status?.succeeded ?? 0) > (spec?.completions ?? Infinity);
}

function tellsOf({ status }: BatchTask, { metadata, status: jobStatus }: Job): boolean {
  return status?.run?.jobUID === metadata?.uid && status?.succeeded === jobStatus?.succeeded;
}

function cut<Status extends object>({ spec }: Job, status: Status | undefined): Status {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- one count is another
  return { ...status, succeeded: spec?.completions } as unknown as Status;
}

function retold(status: BatchTaskStatus, job: Job): BatchTaskStatus {
  const [have, want] = [job.status?.succeeded, job.spec?.completions];
  const told = (count: number | undefined): string =>
    count === 1 ? "1 pod succeeded" : `${count} pods succeeded`;
  return {
    ...cut(job, status),
    completions: `${want}/${want}`,
    conditions: (status.conditions ?? []).map((condition) =>
      condition.message === told(have) ? { ...condition, message: told(want) } : condition,
    ),
  };
}
