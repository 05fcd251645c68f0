import type { BatchTask } from "../../api/batchtask.ts";
import { BATCHTASKS } from "../../api/resources.ts";
import { type Lease, LEASES } from "../../kube/leader-election/lease.ts";
import { collectionPath, trust } from "../../kube/resource.ts";
import { humanDuration } from "../../status/duration.ts";
import { counted } from "../output/count.ts";
import { checkDeployment } from "./deployment.ts";
import type { Finding } from "./finding.ts";
import type { ClusterProbe } from "./cluster-probe.ts";

const CHECK = "Operator";
/** A task that the operator has not looked at for so long tells that none is there. */
const PATIENCE_MS = 60_000;
const START = "Install the chart or start the operator; its log says why it does not run";

/**
 * Whether an operator works, by its Lease and by what it has done.
 * @param lease NAMESPACE/NAME, where it has another name than usual
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

type Found = Omit<Finding, "check">;

async function found(probe: ClusterProbe, leases: Lease[] | "forbidden", nowMs: number): Promise<Found> {
  if (leases === "forbidden")
    return { level: "unknown", message: "you have no right to read Leases, so who works can't be told" };
  return judgeLeases(leases, nowMs) ?? (await checkDeployment(probe)) ?? NONE;
}

const NONE: Found = {
  level: "failed",
  message:
    "none is to be seen: no Lease with batchtask in its name, and no Deployment of the chart. (One that runs outside the cluster without leader election leaves no trace.)",
  next: `${START}. A Lease of another name is given by --lease NAMESPACE/NAME`,
};

async function leasesOf(probe: ClusterProbe, lease: string | undefined): Promise<Lease[] | "forbidden"> {
  const [namespace, name] = lease?.split("/") ?? [];
  const found = await probe.list(collectionPath(LEASES, namespace));
  if (typeof found === "string") return found === "absent" ? [] : found;
  const leases = found.map((one) => trust(LEASES, one));
  return leases.filter(({ metadata }) =>
    name === undefined ? isOurs(metadata?.name ?? "") : metadata?.name === name,
  );
}

/** The operator's own default, and the names that Helm makes of a release and the chart. */
const isOurs = (name: string): boolean => name.includes("batchtask");

/** Pure. Undefined: there is no Lease. */
export function judgeLeases(leases: readonly Lease[], nowMs: number): Found | undefined {
  const now = new Date(nowMs).toISOString();
  const [first] = leases.toSorted((a, b) => ((a.spec?.renewTime ?? "") < (b.spec?.renewTime ?? "") ? 1 : -1));
  if (!first) return undefined;
  const { holderIdentity, renewTime, leaseDurationSeconds = 15 } = first.spec ?? {};
  const where = `Lease ${first.metadata?.namespace}/${first.metadata?.name}`;
  if (!holderIdentity) return { level: "failed", message: `nobody holds ${where}`, next: START };
  const age = renewTime === undefined ? Number.POSITIVE_INFINITY : nowMs - Date.parse(renewTime);
  if (age > leaseDurationSeconds * 1000) {
    const since = renewTime === undefined ? "never" : `last ${humanDuration(renewTime, now)} ago`;
    return {
      level: "failed",
      message: `${holderIdentity} held ${where} and renewed it ${since}`,
      next: START,
    };
  }
  return { level: "ok", message: `${holderIdentity} holds ${where}` };
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
