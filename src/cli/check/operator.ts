import type { BatchTask } from "../../api/batchtask.ts";
import { BATCHTASKS } from "../../api/resources.ts";
import { type Lease, LEASES } from "../../kube/leader-election/lease.ts";
import { collectionPath, trust } from "../../kube/resource.ts";
import { counted } from "../output/count.ts";
import { checkDeployment } from "./deployment.ts";
import type { Finding, Found } from "./finding.ts";
import type { ClusterProbe } from "./cluster-probe.ts";
import { judgeLeases, operatorLeases, START } from "./lease.ts";

const CHECK = "Operator";
/** A task that the operator has not looked at for so long tells that none is there. */
const PATIENCE_MS = 60_000;

/**
 * Whether an operator works, by its Lease and by what it has done.
 * @param lease NAMESPACE/NAME of the operator's; undefined: it is known by its mark
 */
export async function checkOperator(
  probe: ClusterProbe,
  lease: string | undefined,
  nowMs: number,
): Promise<Finding[]> {
  const [leases, tasks] = [await leasesOf(probe, lease), await probe.list(collectionPath(BATCHTASKS))];
  const operator = await found(probe, leases, nowMs);
  return [{ check: CHECK, ...operator }, ...tasksFound(tasks, operator, nowMs)];
}

function tasksFound(
  found: Record<string, unknown>[] | "absent" | "forbidden",
  operator: Found,
  nowMs: number,
): Finding[] {
  const check = "Tasks";
  if (found === "absent") return [];
  if (found === "forbidden")
    return [{ check, level: "unknown", message: "you have no right to read the BatchTasks of the cluster" }];
  const tasks = found.map((task) => trust(BATCHTASKS, task));
  const judged = judgeProgress(tasks, nowMs);
  if (operator.level !== "failed" || judged.level !== "ok" || tasks.length === 0) return [judged];
  const message = `${counted(tasks.length, "BatchTask")}, and what their status says may be old: no operator is to be seen`;
  return [{ check, level: "warning", message }];
}

/** The cluster's Leases, or those that `--lease` names. */
interface Leases {
  all: Lease[];
  named: string | undefined;
}

async function found(probe: ClusterProbe, leases: Leases | "forbidden", nowMs: number): Promise<Found> {
  if (leases === "forbidden")
    return { level: "unknown", message: "you have no right to read Leases, so who works can't be told" };
  const ours = leases.named === undefined ? operatorLeases(leases.all) : leases.all;
  return judgeLeases(ours, nowMs) ?? (await checkDeployment(probe)) ?? nobody(leases);
}

function nobody(leases: Leases): Found {
  return {
    level: "failed",
    message: `none is to be seen: ${noLease(leases)}, and no Deployment of the chart. (One that runs outside the cluster without leader election leaves no trace.)`,
    next: `${START}. A Lease of another name is given by --lease NAMESPACE/NAME`,
  };
}

function noLease({ all, named }: Leases): string {
  if (named !== undefined) return `no Lease ${named}`;
  const alike = all.filter(({ metadata }) => metadata?.name?.includes("batchtask"));
  const [first] = alike;
  if (!first) return "no Lease of the operator";
  const example = `${first.metadata?.namespace}/${first.metadata?.name}`;
  return `${counted(alike.length, "Lease")} with batchtask in the name (as ${example}), none of which is the operator's`;
}

async function leasesOf(probe: ClusterProbe, named: string | undefined): Promise<Leases | "forbidden"> {
  const [namespace, name] = named?.split("/") ?? [];
  const listed = await probe.list(collectionPath(LEASES, namespace));
  if (listed === "forbidden") return listed;
  const leases = listed === "absent" ? [] : listed.map((one) => trust(LEASES, one));
  return { all: leases.filter(({ metadata }) => name === undefined || metadata?.name === name), named };
}

const SEEN = "each looked at by the operator, or less than a minute old";

/** Pure: whether every task has been looked at since its last edit. */
export function judgeProgress(tasks: readonly BatchTask[], nowMs: number): Finding {
  const check = "Tasks";
  const overdue = tasks.filter((task) => isOverdueTask(task, nowMs));
  const [first] = overdue;
  if (tasks.length === 0) return { check, level: "ok", message: "no BatchTask yet" };
  if (!first) return { check, level: "ok", message: `${counted(tasks.length, "BatchTask")}, ${SEEN}` };
  const { namespace, name } = first.metadata;
  return {
    check,
    level: "failed",
    message: `${overdue.length} of ${tasks.length} have not been looked at in the minute since they were created, or longer, as ${namespace}/${name}`,
    next: START,
  };
}

/** Only a creation has its time; of an edit nobody says when it was. */
function isOverdueTask({ metadata, status }: BatchTask, nowMs: number): boolean {
  const { creationTimestamp, deletionTimestamp } = metadata;
  if (deletionTimestamp !== undefined || creationTimestamp === undefined) return false;
  return status?.phase === undefined && nowMs - Date.parse(creationTimestamp) > PATIENCE_MS;
}
