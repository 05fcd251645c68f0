import type { Pod } from "../../api/job.ts";
import { type ContainerStatus, containerStatuses } from "../../status/failure/evidence.ts";

/** One life of a container: its pod may start it again. */
export interface Instance {
  pod: string;
  namespace: string;
  podUID: string;
  container: string;
  /** How often the container had been started before. */
  restarts: number;
  /** How the life before this one ended, where that is known. */
  endBefore?: { exitCode: number; reason?: string } | undefined;
  /** What its lines are marked with. */
  label: string;
}

export const keyOf = ({ podUID, container, restarts }: Instance): string =>
  `${podUID}/${container}/${restarts}`;

/** Which containers are read. */
export interface Choice {
  /** Only this one. */
  container?: string | undefined;
  /** Only this pod, by its name. */
  pod?: string | undefined;
  /** Init containers, too; those that ended badly are always read. */
  allContainers?: boolean | undefined;
  /** Only pods of this completion index. */
  index?: number | undefined;
}

const INDEX_ANNOTATION = "batch.kubernetes.io/job-completion-index";

export function indexOf({ metadata }: Pod): number | undefined {
  const index = metadata?.annotations?.[INDEX_ANNOTATION];
  return index === undefined ? undefined : Number(index);
}

/** The containers of a pod that have written something, or may have. */
export function startedIn(pod: Pod, choice: Choice, jobName: string): Instance[] {
  if (!isChosenPod(pod, choice)) return [];
  const chosen = containerStatuses(pod).filter((status) => isChosen(pod, status, choice));
  const several = chosen.length > 1 || (pod.spec?.containers.length ?? 0) > 1;
  const { name = "", namespace = "", uid = "" } = pod.metadata ?? {};
  const label = podLabel(pod, jobName);
  return chosen.filter(hasStarted).map((status) => ({
    pod: name,
    namespace,
    podUID: uid,
    container: status.name,
    restarts: status.restartCount,
    endBefore: endBefore(status),
    label: several ? `${label}/${status.name}` : label,
  }));
}

function isChosenPod(pod: Pod, { pod: name, index }: Choice): boolean {
  const isNamed = name === undefined || pod.metadata?.name === name;
  return isNamed && (index === undefined || indexOf(pod) === index);
}

/** Of a container that waits, what it tells of is the end of this very life. */
function endBefore({ state, lastState }: ContainerStatus): Instance["endBefore"] {
  return state?.waiting ? undefined : lastState?.terminated;
}

function isChosen(pod: Pod, { name, state, lastState }: ContainerStatus, choice: Choice): boolean {
  if (choice.container !== undefined) return name === choice.container;
  const isMain = pod.spec?.containers.some((container) => container.name === name) ?? false;
  const failed = [state?.terminated, lastState?.terminated].some((end) => end && end.exitCode !== 0);
  return isMain || choice.allContainers === true || failed;
}

function hasStarted({ state, lastState }: ContainerStatus): boolean {
  // Of a pod that is deleted while its container waits, the kubelet says that the container has ended, and not when it began.
  const begun = [state?.terminated, lastState?.terminated].some((end) => typeof end?.startedAt === "string");
  return state?.running !== undefined || begun;
}

/** The completion index, or what the pod's name adds to that of its Job. */
export function podLabel(pod: Pod, jobName: string): string {
  const index = indexOf(pod);
  if (index !== undefined) return String(index);
  const name = pod.metadata?.name ?? "";
  return name.startsWith(`${jobName}-`) ? name.slice(jobName.length + 1) : name;
}

/** By index, then by age: the order in which people expect logs one after another. */
export function inOrder(pods: readonly Pod[]): Pod[] {
  return pods.toSorted(
    (a, b) =>
      (indexOf(a) ?? 0) - (indexOf(b) ?? 0) ||
      ((a.metadata?.creationTimestamp ?? "") < (b.metadata?.creationTimestamp ?? "") ? -1 : 1),
  );
}
