import { BATCHTASKS } from "../../api/resources.ts";
import { listAll } from "../../kube/reflector/list.ts";
import { withCluster } from "../cluster/connect.ts";
import type { Context } from "../context.ts";
import type { GlobalOptions } from "../options.ts";
import { readInForce } from "../policies/from-cluster.ts";
import type { PolicyLike } from "../policies/set.ts";
import { readTasks } from "../render/files.ts";
import { type Outcome, outcomeOf } from "./outcome.ts";

export interface SubjectOptions extends GlobalOptions {
  allNamespaces?: true;
  selector?: string;
  task?: string[];
}

/** Against the tasks of the cluster, next to the policies that it has. */
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
    const { policies: others, labels } = await readInForce(client, signal);
    return tasks.map(({ metadata, spec }) =>
      outcomeOf({ ...metadata, spec }, tested, { others, labels: labels(metadata.namespace) }),
    );
  });
}

/** Against tasks in files, with the baseline alone. */
export async function testOnFiles(
  context: Context,
  options: SubjectOptions,
  tested: readonly PolicyLike[],
): Promise<Outcome[]> {
  const { tasks } = await readTasks(context, { filename: options.task ?? [] });
  return tasks(options.namespace ?? "default").map(({ metadata, spec }) =>
    outcomeOf({ ...metadata, spec }, tested, { others: [], labels: undefined }),
  );
}
