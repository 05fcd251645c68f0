import type { KubeEvent, Pod } from "../../../src/api/job.ts";
import { EVENTS, PODS } from "../../../src/api/resources.ts";
import { runLabels } from "../../../src/job/labels.ts";
import type { Client } from "../../../src/kube/client.ts";

/** The Job that a pod is of. */
interface Owner {
  namespace: string;
  jobName: string;
  jobUID: string;
}

/** A pod of a run's Job, named after it, that is so. */
export async function createPod(
  client: Client,
  { namespace, jobName, jobUID }: Owner,
  status: Pod["status"],
  suffix = "x",
): Promise<{ name: string; uid: string }> {
  const ref = { namespace, name: `${jobName}-${suffix}` };
  const owner = { apiVersion: "batch/v1", kind: "Job", controller: true, name: jobName, uid: jobUID };
  const labels = { ...runLabels("report", 1), "batch.kubernetes.io/job-name": jobName };
  const created = await client.create(PODS, { metadata: { ...ref, labels, ownerReferences: [owner] } });
  await client.mergePatch(PODS, ref, { status }, { subresource: "status" });
  return { name: ref.name, uid: created.metadata?.uid ?? "" };
}

/** A warning about a pod or a Job. */
export function createWarning(
  client: Client,
  namespace: string,
  uid: string,
  reason: string,
): Promise<KubeEvent> {
  const metadata = { namespace, name: `${uid}.${reason}` };
  return client.create(EVENTS, {
    metadata,
    involvedObject: { uid },
    type: "Warning",
    reason,
    message: reason,
  });
}

/** Pods that wait: for an image that can't be pulled, for a node, and without saying for what. */
export const WAITING = {
  forImage: {
    phase: "Pending",
    containerStatuses: [
      {
        name: "main",
        image: "nowhere/none:1",
        imageID: "",
        restartCount: 0,
        ready: false,
        state: {
          waiting: { reason: "ImagePullBackOff", message: 'Back-off pulling image "nowhere/none:1"' },
        },
      },
    ],
  },
  forNode: {
    phase: "Pending",
    conditions: [{ type: "PodScheduled", status: "False", reason: "Unschedulable", message: "no node" }],
  },
  silently: { phase: "Pending" },
} satisfies Record<string, Pod["status"]>;

/** A pod whose only container, main, has ended so. */
export function endedPod(exitCode: number, finishedAt?: string): NonNullable<Pod["status"]> {
  const terminated = { exitCode, ...(finishedAt !== undefined && { finishedAt }) };
  const main = { name: "main", image: "", imageID: "", ready: false, restartCount: 0, state: { terminated } };
  return { phase: exitCode === 0 ? "Succeeded" : "Failed", containerStatuses: [main] };
}
