import { endReasonOf } from "../../../src/api/condition.ts";
import type { BatchTask } from "../../../src/api/batchtask.ts";
import type { ObjectMeta, Pod } from "../../../src/api/job.ts";
import { BATCHTASKS, JOBS, PODS } from "../../../src/api/resources.ts";
import { ready } from "../../support/ready.ts";
import { eventually } from "../support/eventually.ts";
import { endPods } from "../support/pods.ts";
import type { World } from "../support/world.ts";
import { HOLD, SPECS } from "./specs.ts";
import { type State, TABLE } from "./table.ts";
import { goesOn } from "../../support/goes-on.ts";

type Lead = (world: World, name: State) => Promise<unknown>;

const running = (world: World, name: State) =>
  world.until(name, ({ status }) => goesOn(status) && status?.active === 1);
const jobOf = ({ status }: BatchTask) => ({
  name: status?.run?.jobName ?? "",
  uid: status?.run?.jobUID ?? "",
});
const because = (world: World, name: State, reason: string) =>
  world.until(name, (task) => ready(task)?.reason === reason);
const failPods: Lead = async (world, name) =>
  endPods(world, jobOf(await running(world, name)).name, "Failed");

/** What others do to a task that does not get to its state by itself. */
const LEADS: Partial<Record<State, Lead>> = {
  running,
  retrying: async (world, name) => {
    await failPods(world, name);
    await world.until(name, ({ status }) => status?.failed === 1);
  },
  started: (world, name) => world.until(name, (task) => ready(task)?.status === "True"),
  "no-image": async (world, name) => {
    await playKubelet(world, jobOf(await running(world, name)).name);
    await because(world, name, "ImagePullBackOff");
  },
  unschedulable: (world, name) => because(world, name, "Unschedulable"),
  queued: async (world, name) => {
    const ref = { namespace: world.namespace, name: jobOf(await running(world, name)).name };
    await world.client.mergePatch(JOBS, ref, { spec: { suspend: true } });
  },
  finishing: holdPods,
  failed: failPods,
  "failed-edited": async (world, name) => {
    await holdPods(world, name);
    await world.until(name, ({ status }) => endReasonOf(status) === "StartDeadlineExceeded");
    await world.edit(name, { template: { metadata: { labels: { version: "two" } } } });
    await world.until(name, ({ status }) => status?.observedGeneration === 2);
  },
  "scheduled-running": running,
  "scheduled-failed": failPods,
  "schedule-invalid": (world, name) => because(world, name, "InvalidSchedule"),
  lost: async (world, name) => {
    const { name: jobName, uid } = jobOf(await running(world, name));
    const ref = { namespace: world.namespace, name: jobName };
    await world.client.delete(JOBS, ref, { uid, propagationPolicy: "Background" });
  },
  forbidden: (world, name) => because(world, name, "CreateForbidden"),
  "operator-error": (world, name) => because(world, name, "ReconcileError"),
  deleted: async (world, name) => {
    const { uid } = (await running(world, name)).metadata;
    await world.client.delete(
      BATCHTASKS,
      { namespace: world.namespace, name },
      { uid, propagationPolicy: "Background" },
    );
  },
};

/** Creates the task of a state and waits until it is in it. */
export async function lead(world: World, name: State): Promise<void> {
  await world.createTask(name, SPECS[name], META[name]);
  await LEADS[name]?.(world, name);
  await world.until(name, ({ status }) => status?.phase === TABLE[name].phase);
}

/** Metadata that a state needs: a queue's label keeps the operator from resuming the Job. */
const META: Partial<Record<State, ObjectMeta>> = {
  queued: { labels: { "kueue.x-k8s.io/queue-name": "team" } },
  deleted: { finalizers: [HOLD] },
};

/** Keeps a run's pod though its Job wants it gone, until somebody takes the finalizer. A template may not have one. */
async function holdPods(world: World, name: State): Promise<void> {
  const { client, namespace } = world;
  const pod = await onlyPod(world, jobOf(await running(world, name)).name);
  const finalizers = [...(pod.metadata?.finalizers ?? []), HOLD];
  await client.mergePatch(PODS, { namespace, name: pod.metadata?.name ?? "" }, { metadata: { finalizers } });
}

async function onlyPod({ client, namespace }: World, jobName: string): Promise<Pod> {
  const labelSelector = `batch.kubernetes.io/job-name=${jobName}`;
  const { items } = await eventually(
    () => client.list(PODS, { namespace, labelSelector }),
    (found) => found.items.length === 1,
  );
  const [pod] = items;
  if (!pod) throw new Error(`Job ${jobName} has no pod`);
  return pod;
}

/** The kubelet's word on the only pod of a Job: its image can't be pulled. */
async function playKubelet(world: World, jobName: string): Promise<void> {
  const { client, namespace } = world;
  const { metadata } = await onlyPod(world, jobName);
  const waiting = { reason: "ImagePullBackOff", message: 'Back-off pulling image "busybox:1.36"' };
  const status = { name: "main", image: "busybox:1.36", imageID: "", ready: false, restartCount: 0 };
  await client.mergePatch(
    PODS,
    { namespace, name: metadata?.name ?? "" },
    { status: { containerStatuses: [{ ...status, state: { waiting } }] } },
    { subresource: "status" },
  );
}
