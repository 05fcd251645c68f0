import { controllerOf } from "../../job/ownership.ts";
import type { BatchTask } from "../../api/batchtask.ts";
import type { Pod } from "../../api/job.ts";
import { PODS } from "../../api/resources.ts";
import { listAll } from "../../kube/reflector/list.ts";
import type { Cluster } from "../cluster/connect.ts";
import { CliError } from "../errors.ts";
import { EXIT } from "../exit-codes.ts";

/** One run of a task, where its pods are found by. */
export interface TaskRun {
  task: string;
  namespace: string;
  number: number;
  jobName: string;
}

/** A run by its number; the latest one where none is named. @throws CliError that lists the runs that are known */
export function runOf({ metadata, status }: BatchTask, number: number | undefined): TaskRun {
  const known = [...(status?.run ? [status.run] : []), ...(status?.history ?? [])];
  const found = number === undefined ? known[0] : known.find((run) => run.number === number);
  const { name: task, namespace } = metadata;
  if (found) return { task, namespace, number: found.number, jobName: found.jobName };
  if (known.length === 0)
    throw new CliError(
      `BatchTask ${task} has not had a run yet`,
      EXIT.Refused,
      `See \`kubectl batchtask explain ${task} -n ${namespace}\``,
    );
  const numbers = [...new Set(known.map((run) => run.number))].join(", ");
  throw new CliError(`BatchTask ${task} has no run ${number}`, EXIT.Refused, `Its known runs are ${numbers}`);
}

/** Finds the pods of a run. */
export function podSelector({ jobName }: TaskRun): string {
  return `batch.kubernetes.io/job-name=${jobName}`;
}

/** A label can be on any pod; only the Job's own are the run's. */
export function isOfRun(pod: Pod, { jobName }: TaskRun): boolean {
  const owner = controllerOf(pod);
  return owner?.kind === "Job" && owner.name === jobName;
}

export async function podsOf({ client }: Cluster, run: TaskRun, signal: AbortSignal): Promise<Pod[]> {
  const scope = { namespace: run.namespace, labelSelector: podSelector(run) };
  const { items } = await listAll(client, PODS, { ...scope, signal });
  return items.filter((pod) => isOfRun(pod, run));
}
