import { controllerOf } from "../../../src/job/ownership.ts";
import { setTimeout as sleep } from "node:timers/promises";
import type { BatchTask, BatchTaskSpec } from "../../../src/api/batchtask.ts";
import type { Job, Pod } from "../../../src/api/job.ts";
import { jobName } from "../../../src/job/job-name.ts";
import { type KubeObject } from "../../../src/kube/object.ts";
import { BATCHTASKS, JOBS, PODS } from "../../../src/api/resources.ts";
import type { Stage } from "./stage.ts";

/** What a workload does to its namespace, and what it sees there; never through the faults. */
export interface Scene {
  readonly namespace: string;
  readonly create: (name: string, spec?: Partial<BatchTaskSpec>) => Promise<BatchTask>;
  readonly createJob: (job: Job) => Promise<void>;
  readonly edit: (name: string, spec: object) => Promise<void>;
  readonly annotate: (name: string, annotations: Readonly<Record<string, string>>) => Promise<void>;
  /** Adds to the status, as nobody but the operator may: a state that would take too long to come by itself. */
  readonly writeStatus: (name: string, status: object) => Promise<void>;
  readonly editJob: (name: string, spec: object) => Promise<void>;
  /** The task, as it is in the API server. */
  readonly task: (name: string) => BatchTask | undefined;
  /** The Job of the task's present run. */
  readonly job: (name: string) => Job | undefined;
  readonly jobsOf: (task: string) => Job[];
  readonly anyJob: (jobName: string) => Job | undefined;
  readonly removeTask: (name: string) => Promise<void>;
  readonly removeJob: (jobName: string) => Promise<void>;
  /** Ends every pod of the task's present run, once there are so many; nothing of one that comes after it meanwhile. */
  readonly endPods: (name: string, phase: "Succeeded" | "Failed", count?: number) => Promise<void>;
}

/** Pods that no scheduler sees, so that they stay until the workload ends them. */
const HELD: BatchTaskSpec["template"] = {
  spec: {
    restartPolicy: "Never",
    schedulerName: "held.faults.batchtask.dev",
    containers: [{ name: "main", image: "busybox:1.36" }],
  },
};

export function createScene({ client, witness }: Stage, namespace: string): Scene {
  const scenery = witness.of(namespace);
  const task = (name: string): BatchTask | undefined => scenery.tasks.get(name);
  /** Of the run on record; of a first run that is not, what its name will be. */
  const jobNameOf = (name: string): string | undefined => {
    const { metadata, status } = task(name) ?? {};
    return metadata && (status?.run?.jobName ?? jobName(metadata, 1));
  };
  const job = (name: string): Job | undefined => scenery.jobs.get(jobNameOf(name) ?? "");
  const remove = async (
    resource: typeof JOBS | typeof BATCHTASKS,
    object: KubeObject | undefined,
  ): Promise<void> => {
    const { name = "", uid = "" } = object?.metadata ?? {};
    await client.delete(resource, { namespace, name }, { uid, propagationPolicy: "Background" });
  };

  async function waitingPods(jobName: string): Promise<Pod[]> {
    const labelSelector = `batch.kubernetes.io/job-name=${jobName}`;
    const { items } = await client.list(PODS, { namespace, labelSelector });
    return items.filter(
      ({ metadata, status }) => status?.phase === "Pending" && !metadata?.deletionTimestamp,
    );
  }

  return {
    namespace,
    create: (name, spec) => client.create(BATCHTASKS, newTask(namespace, name, spec)),
    createJob: async (object) => void (await client.create(JOBS, object)),
    edit: async (name, spec) => void (await client.mergePatch(BATCHTASKS, { namespace, name }, { spec })),
    annotate: async (name, annotations) =>
      void (await client.mergePatch(BATCHTASKS, { namespace, name }, { metadata: { annotations } })),
    writeStatus: async (name, status) =>
      void (await client.mergePatch(BATCHTASKS, { namespace, name }, { status }, { subresource: "status" })),
    editJob: async (name, spec) => void (await client.mergePatch(JOBS, { namespace, name }, { spec })),
    task,
    job,
    jobsOf: (name) =>
      [...scenery.jobs.values()].filter((found) => controllerOf(found)?.uid === task(name)?.metadata.uid),
    anyJob: (jobName) => scenery.jobs.get(jobName),
    removeTask: (name) => remove(BATCHTASKS, task(name)),
    removeJob: (name) => remove(JOBS, scenery.jobs.get(name)),
    async endPods(name, phase, count = 1) {
      const own = jobNameOf(name) ?? "";
      let pods = await waitingPods(own);
      for (let tries = 0; pods.length < count && tries < 600; tries += 1) {
        await sleep(50);
        if (jobNameOf(name) !== own) return;
        pods = await waitingPods(own);
      }
      for (const { metadata } of pods) {
        const ref = { namespace, name: metadata?.name ?? "" };
        await client.mergePatch(PODS, ref, { status: { phase } }, { subresource: "status" });
      }
    },
  };
}

export function newTask(namespace: string, name: string, spec: Partial<BatchTaskSpec> = {}): BatchTask {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the API server fills in the rest of metadata
  return { metadata: { namespace, name }, spec: { template: HELD, ...spec } } as BatchTask;
}
