import type { Failure } from "../../api/failure.ts";
import type { KubeEvent } from "../../api/job.ts";
import { EVENTS } from "../../api/resources.ts";
import type { Cluster } from "../cluster/connect.ts";

/**
 * How often the image that a failure is about was pulled in vain, as the pod's events tell; undefined: they don't, or
 * can't be read.
 */
export async function readPulls(
  { client }: Pick<Cluster, "client">,
  namespace: string,
  { pod, container }: Pick<Failure, "pod" | "container">,
  signal: AbortSignal,
): Promise<number | undefined> {
  if (pod === undefined) return undefined;
  const fieldSelector = `involvedObject.kind=Pod,involvedObject.name=${pod}`;
  const list = await client.list(EVENTS, { namespace, fieldSelector, signal }).catch(() => undefined);
  return list && failedPulls(list.items, container);
}

/**
 * The kubelet tells "Pulling" as it begins and "Failed" where it fails (pkg/kubelet/images/image_manager.go), the same
 * words once more by a count. Undefined: it tells of none.
 */
export function failedPulls(events: readonly KubeEvent[], container: string | undefined): number | undefined {
  const own = events.filter((event) => isOf(event, container));
  const failed = own.filter(({ reason, message = "" }) => reason === "Failed" && PULL.test(message));
  const begun = own.filter(({ reason }) => reason === "Pulling");
  // The last one that has begun may still go on.
  const many = Math.max(total(failed), total(begun) - 1);
  return many > 0 ? many : undefined;
}

const PULL = /^Failed to pull image /;

const total = (events: readonly KubeEvent[]): number =>
  events.reduce((sum, { series, count }) => sum + (series?.count ?? count ?? 1), 0);

/** spec.containers{NAME}, or of init containers. An event that names no container may be of any. */
function isOf({ involvedObject: { fieldPath } }: KubeEvent, container: string | undefined): boolean {
  const [, named] = /^spec\.\w+\{(.*)\}$/.exec(fieldPath ?? "") ?? [];
  return named === undefined || container === undefined || named === container;
}
