import type { BatchTask } from "../../api/batchtask.ts";
import type { Failure } from "../../api/failure.ts";
import { isStuck } from "../view/next-step.ts";

/** Why a container can't start, where waiting alone does not change it: somebody has to mend or make something. */
const LASTING: ReadonlySet<string> = new Set([
  "InvalidImageName",
  "ErrImageNeverPull",
  "CreateContainerConfigError",
  "CreateContainerError",
  "RunContainerError",
  "StartError",
]);
/** A registry may answer the next time. */
const PULL = "ImagePullBackOff";

/** A cause that is seen so long is no passing one; an edit that takes the run's place has been seen by then, too. */
const LONG_MS = 10_000;
const ENOUGH_PULLS = 3;
/** Where nobody tells of attempts: the kubelet makes them after 10, 20 and 40 s. */
const LONG_PULL_MS = 60_000;
/** Between two looks at how many there were. */
const LOOK_MS = 5_000;

/**
 * Tells of a task, each time that it is asked, whether it is no use to wait any longer: its pods can't start, and have
 * not for long enough, for a cause that does not heal by waiting.
 * @param monotonic milliseconds
 * @param pullsOf how often the image that the failure is about was pulled in vain; undefined: not known
 */
export function createPatience(
  monotonic: () => number,
  pullsOf: (failure: Failure) => Promise<number | undefined>,
): (task: BatchTask) => Promise<boolean> {
  let seen: { what: string; since: number } | undefined;
  let looked = -Infinity;
  /** How long the same run has had the same cause, in milliseconds. */
  const lasting = (what: string): number => {
    if (seen?.what !== what) seen = { what, since: monotonic() };
    return monotonic() - seen.since;
  };
  const isPulledEnough = async (failure: Failure): Promise<boolean> => {
    if (monotonic() - looked < LOOK_MS) return false;
    looked = monotonic();
    return ((await pullsOf(failure)) ?? 0) >= ENOUGH_PULLS;
  };
  return async (task) => {
    const failure = causeOf(task);
    if (!failure) {
      seen = undefined;
      return false;
    }
    const lastedMs = lasting(`${task.status?.run?.number} ${failure.reason}`);
    if (lastedMs < LONG_MS) return false;
    if (failure.reason !== PULL || lastedMs >= LONG_PULL_MS) return true;
    return await isPulledEnough(failure);
  };
}

/** What an older generation failed of says nothing of this one. */
function causeOf(task: BatchTask): Failure | undefined {
  const { status, metadata } = task;
  if (!isStuck(task) || status?.observedGeneration !== metadata.generation) return undefined;
  const { failure } = status;
  return failure && (LASTING.has(failure.reason) || failure.reason === PULL) ? failure : undefined;
}
