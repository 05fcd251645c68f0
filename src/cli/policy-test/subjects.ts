import { BATCHTASKS } from "../../api/resources.ts";
import { listAll } from "../../kube/reflector/list.ts";
import { withCluster } from "../cluster/connect.ts";
import type { Context } from "../context.ts";
import { isTask } from "../lint/objects.ts";
import type { GlobalOptions } from "../options.ts";
import { readInForce } from "../policies/from-cluster.ts";
import { NOTHING_KNOWN } from "../policies/known.ts";
import type { PolicyLike } from "../policies/set.ts";
import { readTasks } from "../render/files.ts";
import { outcomeOfJob, readJobs } from "./jobs.ts";
import { type Outcome, outcomeOf } from "./outcome.ts";

export interface SubjectOptions extends GlobalOptions {
  allNamespaces?: true;
  selector?: string;
  task?: string[];
}

/** Against the tasks of the cluster, and its Jobs and CronJobs where a policy applies to them, next to the policies that it has. */
export async function testOnCluster(
  context: Context,
  options: SubjectOptions,
  tested: readonly PolicyLike[],
): Promise<Outcome[]> {
  const { signal } = context;
  return await withCluster(context, options, async ({ client, namespace }) => {
    const everywhere = options.allNamespaces ?? options.namespace === undefined;
    const query = {
      namespace: everywhere ? undefined : namespace,
      labelSelector: options.selector,
      signal,
    };
    const { items: tasks } = await listAll(client, BATCHTASKS, query);
    const kinds = new Set<string>(tested.flatMap(({ spec }) => spec.appliesTo ?? []));
    const jobs = await readJobs(client, kinds, query);
    const namespaces = [...tasks.map(({ metadata }) => metadata), ...jobs].map(({ namespace }) => namespace);
    const { policies: others, known } = await readInForce(context, client, namespaces);
    const now = context.clock.now();
    return [
      ...tasks.map(({ metadata, spec }) =>
        outcomeOf({ ...metadata, spec }, tested, { others, known: known(metadata.namespace), now }),
      ),
      ...jobs.map((job) => outcomeOfJob(job, tested, { known: known(job.namespace), now })),
    ];
  });
}

/** Against tasks in files, with the baseline alone. */
export async function testOnFiles(
  context: Context,
  options: SubjectOptions,
  tested: readonly PolicyLike[],
): Promise<Outcome[]> {
  const { manifests, taskOf } = await readTasks(context, { filename: options.task ?? [] });
  const now = context.clock.now();
  return manifests.filter(isTask).map((manifest) => {
    const { metadata, spec } = taskOf(manifest, options.namespace ?? "default");
    return outcomeOf({ ...metadata, spec }, tested, { others: [], known: NOTHING_KNOWN, now });
  });
}
