import type { BatchTask } from "../../api/batchtask.ts";
import { BATCHTASKS } from "../../api/resources.ts";
import { listAll } from "../../kube/reflector/list.ts";
import { CliError, usageError } from "../errors.ts";
import { EXIT } from "../exit-codes.ts";
import type { Cluster } from "../cluster/connect.ts";

/** The task whose latest run was asked for last. */
export const LATEST = "@latest";

/** Which tasks a command line means. */
export interface Selection {
  /** NAME, batchtask/NAME or @latest; none: all. */
  names: readonly string[];
  allNamespaces?: boolean | undefined;
  selector?: string | undefined;
}

const PREFIX = /^(?:batchtasks?(?:\.batchtask\.dev)?|bt)\//;

/** The name in NAME, batchtask/NAME or bt/NAME. @throws CliError for another kind */
export function taskName(argument: string): string {
  const name = argument.replace(PREFIX, "");
  if (!name.includes("/")) return name;
  const kind = argument.split("/")[0] ?? "";
  const next = "To find the task of a pod or a Job: `kubectl batchtask trace";
  throw usageError(`${argument} is no BatchTask but a ${kind}`, `${next} ${argument}\``);
}

/** One task. @throws CliError where there is none */
export async function findTask(cluster: Cluster, argument: string, signal: AbortSignal): Promise<BatchTask> {
  const { namespace } = cluster;
  const name = taskName(argument);
  if (name === LATEST) return latestOf(await listTasks(cluster, { names: [] }, signal), namespace);
  const task = await cluster.client.get(BATCHTASKS, { namespace, name }, { signal });
  if (task) return task;
  throw new CliError(
    `there is no BatchTask ${name} in namespace ${namespace}`,
    EXIT.Refused,
    "See `kubectl batchtask get -A` for those that there are",
  );
}

/** The tasks that are meant, in the order of their names or as they were named. @throws CliError */
export async function findTasks(
  cluster: Cluster,
  selection: Selection,
  signal: AbortSignal,
): Promise<BatchTask[]> {
  const { names, selector, allNamespaces } = selection;
  if (names.length === 0) return await listTasks(cluster, selection, signal);
  if (selector !== undefined) throw usageError("names and -l can't be combined");
  if (allNamespaces) throw usageError("a task can't be named across all namespaces", "Give -n, not -A");
  const found: BatchTask[] = [];
  for (const name of names) found.push(await findTask(cluster, name, signal));
  return found;
}

/** As findTasks, for verbs that change something: all tasks of a namespace are never meant by saying nothing. */
export async function findNamedTasks(
  cluster: Cluster,
  selection: Selection,
  signal: AbortSignal,
): Promise<BatchTask[]> {
  if (selection.names.length === 0 && selection.selector === undefined)
    throw usageError("no BatchTask is named", "Give names, @latest, or -l");
  const found = await findTasks(cluster, selection, signal);
  if (found.length > 0) return found;
  throw new CliError(
    `no BatchTask has the labels ${selection.selector}`,
    EXIT.Refused,
    "See `kubectl get batchtasks --show-labels`",
  );
}

async function listTasks(
  { client, namespace }: Cluster,
  { allNamespaces, selector }: Selection,
  signal: AbortSignal,
): Promise<BatchTask[]> {
  const scope = { namespace: allNamespaces ? undefined : namespace, labelSelector: selector };
  return (await listAll(client, BATCHTASKS, { ...scope, signal })).items;
}

/** When a task was last asked to run. */
const begun = ({ metadata, status }: BatchTask): string =>
  status?.run?.requestTime ?? metadata.creationTimestamp ?? "";

function latestOf(tasks: readonly BatchTask[], namespace: string): BatchTask {
  const latest = tasks.toSorted((a, b) => (begun(a) < begun(b) ? -1 : 1)).at(-1);
  if (latest) return latest;
  throw new CliError(
    `there is no BatchTask in namespace ${namespace}`,
    EXIT.Refused,
    "See `kubectl batchtask get -A` for those that there are",
  );
}
