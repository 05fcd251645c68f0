import type { Pod } from "../../api/job.ts";
import { byText } from "./by-text.ts";
import { containerStatuses, type ContainerStatus } from "./evidence.ts";

/** How a container ended: in its present state or the one before. */
export interface End {
  pod: Pod;
  status: ContainerStatus;
  terminated: NonNullable<NonNullable<ContainerStatus["state"]>["terminated"]>;
}

/**
 * The bad ends of a pod's containers, the cause first: what ends badly first is why the others do. One that runs again,
 * or has ended well since, comes after those that don't. Native sidecars are stopped once the others have ended, and
 * mostly say so by their exit code: they count only where nothing else does.
 * @param counts which ends do; of a container its present state comes before the one before
 */
export function badEndsOf(pod: Pod, counts: (end: End["terminated"]) => boolean = () => true): End[] {
  const all = containerStatuses(pod).flatMap((status) => {
    const terminated = badEndOf(status, counts);
    return terminated ? [{ pod, status, terminated }] : [];
  });
  const own = all.filter(({ status }) => !isSidecar(pod, status.name));
  return (own.length > 0 ? own : all).toSorted(byCause);
}

/** Whether a container of the pod tells of a failure. */
export function hasEndedBadly(pod: Pod): boolean {
  return badEndsOf(pod).length > 0;
}

function badEndOf(
  { state, lastState }: ContainerStatus,
  counts: (end: End["terminated"]) => boolean,
): End["terminated"] | undefined {
  return [state?.terminated, lastState?.terminated].find((end) => end && end.exitCode !== 0 && counts(end));
}

/** An init container with restartPolicy Always. */
export function isSidecar({ spec }: Pod, container: string): boolean {
  return spec?.initContainers?.find(({ name }) => name === container)?.restartPolicy === "Always";
}

/** Ends of one second, which is as exact as the kubelet is: one that was asked to end comes after the others. */
function byCause(a: End, b: End): number {
  return (
    Number(hasGotOver(a)) - Number(hasGotOver(b)) ||
    byText(endOf(a), endOf(b)) ||
    Number(wasAsked(a)) - Number(wasAsked(b))
  );
}

/** Its container runs again, or has ended well since. */
export const hasGotOver = ({ status: { state } }: End): boolean =>
  state?.running !== undefined || state?.terminated?.exitCode === 0;
const wasAsked = ({ terminated }: End): boolean => terminated.exitCode === 143;

/** When it ended, RFC 3339; "" where nobody says. */
export const endOf = ({ terminated }: End): string => terminated.finishedAt ?? "";
