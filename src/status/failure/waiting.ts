import type { Pod } from "../../api/job.ts";
import { isSidecar } from "./ends.ts";
import { containerStatuses, type ContainerStatus } from "./evidence.ts";
import { howEnded, times } from "./how-ended.ts";
import type { Cause } from "./cause.ts";
import { signalOf } from "./signals.ts";
import { terminationMessage } from "./termination-message.ts";
import { whereabouts } from "./whereabouts.ts";

/** Reasons to wait that mean nothing is wrong yet. */
export const STILL_STARTING: ReadonlySet<string> = new Set(["ContainerCreating", "PodInitializing"]);

const CRASH_LOOP = "CrashLoopBackOff";

/** A container that can't be started, or that ends badly each time it is. */
export function waiting(pod: Pod): Cause | undefined {
  for (const status of containerStatuses(pod)) {
    const cause = isCrashing(pod, status) ? crashing(pod, status) : held(pod, status);
    if (cause) return cause;
  }
  return undefined;
}

function held(pod: Pod, { name, state }: ContainerStatus): Cause | undefined {
  const { reason, message = "" } = state?.waiting ?? {};
  if (reason === undefined || STILL_STARTING.has(reason)) return undefined;
  return { reason: steady(reason), message, ...whereabouts(pod), container: name };
}

/** The kubelet shows the two in turn, at every attempt; status must not follow each of them. */
function steady(reason: string): string {
  return reason === "ErrImagePull" ? "ImagePullBackOff" : reason;
}

/** It waits to be started again, or will in a moment. */
function isCrashing(pod: Pod, { name, state }: ContainerStatus): boolean {
  if (state?.waiting) return state.waiting.reason === CRASH_LOOP;
  const endsBadly = state?.terminated !== undefined && state.terminated.exitCode !== 0;
  return endsBadly && (isSidecar(pod, name) ? !isDone(pod) : pod.spec?.restartPolicy !== "Never");
}

/** Its own containers have ended: native sidecars are stopped then. */
function isDone({ status }: Pod): boolean {
  const own = status?.containerStatuses ?? [];
  return own.length > 0 && own.every(({ state }) => state?.terminated !== undefined);
}

function crashing(pod: Pod, status: ContainerStatus): Cause {
  const { name, restartCount, state, lastState } = status;
  const last = state?.terminated ?? lastState?.terminated;
  const { exitCode, reason = "Error", message } = last ?? {};
  const how = exitCode === undefined ? "ends each time it is started" : howEnded(exitCode, reason);
  return {
    reason: CRASH_LOOP,
    message: `it ${how}; started again ${times(restartCount)} so far`,
    ...whereabouts(pod),
    container: name,
    restarts: restartCount,
    exitCode,
    signal: last && signalOf(last),
    terminationMessage: terminationMessage(message),
  };
}
