import type { Job } from "../api/job.ts";
import type { Client } from "../kube/client.ts";
import type { KubeObject } from "../kube/object.ts";
import type { Resource } from "../kube/resource.ts";
import { progressOf } from "../mirror/outcome.ts";

interface CoreEvent extends KubeObject {
  message?: string;
  lastTimestamp?: string;
}

const EVENTS: Resource<CoreEvent> = {
  group: "",
  version: "v1",
  kind: "Event",
  plural: "events",
  namespaced: true,
};

/** A Job that was just started has no pods yet for good reasons. */
const GRACE_MS = 1_000;
const SHORTEST_MS = 1_000;
const LONGEST_MS = 60_000;

/**
 * Milliseconds since a Job was started that should have pods and has none; undefined for any other.
 * A quota, a LimitRange, Pod Security or another admission plugin refuses its pods, and the Job's own
 * status does not say so (kubernetes#90124).
 */
export function stalledFor(job: Job | undefined, now: number): number | undefined {
  if (!job || progressOf(job, false).phase !== "Running" || job.spec?.parallelism === 0) return undefined;
  const { active = 0, terminating = 0, startTime = "" } = job.status ?? {};
  return active + terminating > 0 ? undefined : now - Date.parse(startTime);
}

/** When to look again at a Job without pods: the longer it lasts, the more rarely. The Job controller tries by itself. */
export function lookAtStalledAfter(age: number): number {
  return Math.min(Math.max(age / 4, SHORTEST_MS), LONGEST_MS);
}

/** Why the Job controller can't create pods, in the API server's words; from its latest event. */
export async function podsRefused(
  client: Pick<Client, "list">,
  job: Job,
  { age, signal }: { age: number; signal: AbortSignal },
): Promise<string | undefined> {
  const { namespace, uid } = job.metadata ?? {};
  if (age < GRACE_MS) return undefined;
  const fieldSelector = `involvedObject.uid=${uid},reason=FailedCreate`;
  const { items } = await client.list(EVENTS, { namespace, fieldSelector, limit: 50, signal });
  const [latest] = items.toSorted((a, b) => ((a.lastTimestamp ?? "") < (b.lastTimestamp ?? "") ? 1 : -1));
  return latest?.message && withoutName(latest.message);
}

/** Each attempt has a pod name of its own, and a message that changes each time would be a write each time. */
function withoutName(message: string): string {
  return message
    .replace(/^Error creating: /, "")
    .replace(/^pods? "[^"]*" is forbidden: /, "pods are forbidden: ");
}
