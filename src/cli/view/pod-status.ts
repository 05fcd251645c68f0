import type { Pod } from "../../api/job.ts";
import { isSidecar } from "../../status/failure/ends.ts";
import type { ContainerStatus } from "../../status/failure/evidence.ts";

/**
 * The word of `kubectl get pods`: printPod in Kubernetes' pkg/printers/internalversion/printers.go (1.37). What keeps
 * the pod from being initialized comes first, then what its first container waits for or ended with, then its phase.
 */
export function podStatus(pod: Pod): string {
  const leaving = terminating(pod);
  if (leaving !== undefined) return leaving;
  const init = initializing(pod);
  if (init !== undefined && !hasCondition(pod, "Initialized")) return init;
  return ofContainers(pod, init ?? ofPod(pod));
}

const TERMINAL: ReadonlySet<string> = new Set(["Succeeded", "Failed"]);

function terminating({ metadata, status }: Pod): string | undefined {
  if (metadata?.deletionTimestamp === undefined) return undefined;
  if (status?.reason === "NodeLost") return "Unknown";
  return TERMINAL.has(status?.phase ?? "") ? undefined : "Terminating";
}

const GATED = "SchedulingGated";

function ofPod({ status }: Pod): string {
  const isGated = status?.conditions?.some(({ type, reason }) => type === "PodScheduled" && reason === GATED);
  if (isGated) return GATED;
  return status?.reason || status?.phase || "Unknown";
}

/** What the pod is at before its containers start; undefined: init containers have ended, and sidecars run. */
function initializing(pod: Pod): string | undefined {
  const { spec, status } = pod;
  const statuses = status?.initContainerStatuses ?? [];
  const at = statuses.findIndex((one) => !isDone(one, isSidecar(pod, one.name)));
  const open = statuses[at];
  return open && `Init:${initWord(open) ?? `${at}/${spec?.initContainers?.length ?? 0}`}`;
}

function isDone({ state, started }: ContainerStatus, sidecar: boolean): boolean {
  return state?.terminated?.exitCode === 0 || (sidecar && started === true);
}

function initWord({ state }: ContainerStatus): string | undefined {
  if (state?.terminated) return endWord(state.terminated);
  const reason = state?.waiting?.reason;
  return reason === "PodInitializing" ? undefined : reason || undefined;
}

type Terminated = NonNullable<NonNullable<ContainerStatus["state"]>["terminated"]>;

function endWord({ reason, signal, exitCode }: Terminated): string {
  return reason || (signal ? `Signal:${signal}` : `ExitCode:${exitCode}`);
}

function ofContainers(pod: Pod, otherwise: string): string {
  const statuses = pod.status?.containerStatuses ?? [];
  const word = statuses.map(wordOf).find((one) => one !== undefined) ?? otherwise;
  if (word !== "Completed") return word;
  const isRunning = statuses.some(isReady);
  if (isRunning && hasCondition(pod, "Ready")) return "Running";
  return statuses.filter(isFailed).map(wordOf)[0] ?? (isRunning ? "NotReady" : word);
}

/** What a container waits for, or ended with. */
function wordOf({ state }: ContainerStatus): string | undefined {
  return state?.waiting?.reason || (state?.terminated && endWord(state.terminated));
}

const isReady = (status: ContainerStatus): boolean =>
  wordOf(status) === undefined && status.ready && status.state?.running !== undefined;

const isFailed = ({ state }: ContainerStatus): boolean =>
  !state?.waiting?.reason && state?.terminated !== undefined && state.terminated.exitCode !== 0;

function hasCondition({ status }: Pod, wanted: string): boolean {
  return status?.conditions?.some(({ type, status }) => type === wanted && status === "True") ?? false;
}
