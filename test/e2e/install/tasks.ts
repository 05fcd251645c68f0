import type { BatchTask, BatchTaskSpec } from "../../../src/api/batchtask.ts";
import { API_VERSION, KIND } from "../../../src/api/group.ts";
import type { Job } from "../../../src/api/job.ts";
import { BATCHTASKS, JOBS } from "../../../src/api/resources.ts";
import { eventually } from "../../integration/support/eventually.ts";
import { NAMESPACE, TASKS, type World } from "./world.ts";

const LONGEST_MS = 120_000;

/** A task whose one container runs this in a shell. */
export function taskOf(name: string, command: string, spec: Partial<BatchTaskSpec> = {}): object {
  const containers = [{ name: "main", image: "busybox:1.36", command: ["sh", "-c", command] }];
  const template = {
    spec: { restartPolicy: "Never", terminationGracePeriodSeconds: 1, containers, ...spec.template?.spec },
  };
  return {
    apiVersion: API_VERSION,
    kind: KIND,
    metadata: { name },
    spec: { backoffLimit: 0, ...spec, template },
  };
}

/** A task that runs until it is let go. */
export function patientTask(name: string): object {
  return taskOf(name, "until [ -e /tmp/go ]; do sleep 0.2; done; echo done");
}

/** Has a patient task succeed, and waits until its Job has. */
export async function letGo(world: World, name: string): Promise<void> {
  const job = await jobOf(world, name);
  await world.inTasks(["exec", `job/${job?.metadata?.name}`, "--", "touch", "/tmp/go"]);
  await eventually(
    () => jobOf(world, name),
    (job) => job?.status?.succeeded === 1,
    LONGEST_MS,
  );
}

export function taskNamed(world: World, name: string): Promise<BatchTask | undefined> {
  return world.client.get(BATCHTASKS, { namespace: TASKS, name });
}

/** The Job of the task's latest run. */
export async function jobOf(world: World, name: string): Promise<Job | undefined> {
  const run = (await taskNamed(world, name))?.status?.run;
  return run && world.client.get(JOBS, { namespace: TASKS, name: run.jobName });
}

/** Waits until a container of the task runs, and the task's status names its Job. */
export async function untilRunning(world: World, name: string): Promise<void> {
  await eventually(
    () => jobOf(world, name),
    (job) => (job?.status?.ready ?? 0) > 0,
    LONGEST_MS,
  );
  // The task hears of its Job a moment after the kubelet does.
  await eventually(
    () => taskNamed(world, name),
    (task) => task?.status?.run?.jobUID !== undefined,
    LONGEST_MS,
  );
}

/** Waits until nothing more is going to happen to the task. */
export async function untilFinished(world: World, name: string): Promise<BatchTask | undefined> {
  return await eventually(
    () => taskNamed(world, name),
    (task) =>
      task?.status?.conditions?.some(({ type, status }) => type === "Finished" && status === "True") === true,
    LONGEST_MS,
  );
}

/** Waits until the task's run of this number has succeeded. */
export async function untilRun(world: World, name: string, number: number): Promise<void> {
  await eventually(
    () => taskNamed(world, name),
    (task) => task?.status?.run?.number === number && task.status.phase === "Succeeded",
    LONGEST_MS,
  );
}

/** What tells one execution of a task from another: the run's number, its Job and the pods it ever had. */
export interface Execution {
  readonly run: number | undefined;
  readonly job: string | undefined;
  readonly pods: string[];
}

export async function executionOf(world: World, name: string): Promise<Execution> {
  const run = (await taskNamed(world, name))?.status?.run;
  const selector = `--selector=batch.kubernetes.io/job-name=${run?.jobName ?? ""}`;
  const pods = await world.inTasks(["get", "pods", selector, "--output=jsonpath={.items[*].metadata.uid}"]);
  return { run: run?.number, job: run?.jobUID, pods: pods.split(" ").filter((uid) => uid !== "") };
}

/** Tasks whose pods are played: they start and end at once, and take nothing of the real node. */
export function playedTasks(count: number): object[] {
  const template = {
    spec: {
      nodeSelector: { type: "kwok" },
      tolerations: [{ key: "kwok.x-k8s.io/node", operator: "Exists" }],
      containers: [{ name: "main", image: "played:1" }],
      restartPolicy: "Never",
    },
  };
  return Array.from({ length: count }, (_, n) => ({
    apiVersion: API_VERSION,
    kind: KIND,
    metadata: { name: `load-${n}`, labels: { load: "" } },
    spec: { template },
  }));
}

/** Whether a task of `playedTasks` has succeeded. */
export function isPlayedOut({ metadata, status }: BatchTask): boolean {
  return metadata.name.startsWith("load-") && status?.phase === "Succeeded";
}

/** A Job that stands between a task of the release's namespace and its deletion. */
export async function ownedJob({ client }: World, task: string): Promise<object> {
  const owner = await client.get(BATCHTASKS, { namespace: NAMESPACE, name: task });
  const { apiVersion, kind, metadata } = owner ?? {};
  const { name, uid } = metadata ?? {};
  return {
    apiVersion: "batch/v1",
    kind: "Job",
    metadata: {
      name: "owned",
      ownerReferences: [{ apiVersion, kind, name, uid, controller: true, blockOwnerDeletion: true }],
    },
    spec: { template: { spec: { restartPolicy: "Never", containers: [{ name: "main", image: "none:1" }] } } },
  };
}
