import type { Pod } from "../../api/job.ts";
import type { ContainerStatus } from "./evidence.ts";
import { howEnded } from "./how-ended.ts";
import type { Cause } from "./cause.ts";
import { signalOf } from "./signals.ts";
import { terminationMessage } from "./termination-message.ts";
import { whereabouts } from "./whereabouts.ts";

/** A container has ended and another one goes on, so that the pod does, too: a proxy that nobody stops. */
export function halfEnded(pod: Pod): Cause | undefined {
  const own = pod.status?.containerStatuses ?? [];
  const running = own.filter(({ state }) => state?.running !== undefined).map(({ name }) => name);
  const [ended] = own.filter(isOver(pod)).toSorted((a, b) => exitOf(b) - exitOf(a));
  if (!ended || running.length === 0) return undefined;
  const others = `${running.join(", ")} ${running.length === 1 ? "goes" : "go"} on`;
  const story = { ...whereabouts(pod), container: ended.name };
  if (exitOf(ended) === 0)
    return { reason: "NotReady", message: `it has succeeded, and ${others}`, ...story };
  return { ...story, ...failed(ended, others) };
}

function failed({ state }: ContainerStatus, others: string): Cause {
  const { exitCode = 0, reason = "Error", message } = state?.terminated ?? {};
  return {
    reason,
    message: `it ${howEnded(exitCode, reason)}, and ${others}: the pod fails once all have ended`,
    exitCode,
    signal: state?.terminated && signalOf(state.terminated),
    terminationMessage: terminationMessage(message),
  };
}

/** Under OnFailure one that fails is started again. */
function isOver({ spec }: Pod): (status: ContainerStatus) => boolean {
  return ({ state }) =>
    state?.terminated !== undefined && (spec?.restartPolicy === "Never" || state.terminated.exitCode === 0);
}

const exitOf = ({ state }: ContainerStatus): number => Math.abs(state?.terminated?.exitCode ?? 0);
