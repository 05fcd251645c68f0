import { setTimeout as sleep } from "node:timers/promises";
import { observedGeneration } from "../oracles/observed-generation.ts";
import { oneJobPerRun } from "../oracles/one-job-per-run.ts";
import { stickyTerminal } from "../oracles/sticky-terminal.ts";
import { templateHash } from "../../../src/job/template-hash.ts";
import { insist } from "../run/insist.ts";
import type { BatchTask } from "../../../src/api/batchtask.ts";
import { BATCHTASKS } from "../../../src/api/resources.ts";
import { newTask } from "../run/scene.ts";
import type { Stage } from "../run/stage.ts";
import type { Evidence } from "../run/evidence.ts";

/** What the lanes share. */
export interface Lanes {
  readonly stage: Stage;
  readonly random: () => number;
  readonly over: () => boolean;
  readonly violations: string[];
  readonly counts: { tasks: number };
}

const BATCH = 20;
const LONGEST_MS = 180_000;
/** Of 50 ms each. */
const MOST_WAITS = 600;

/** Namespace after namespace: a batch of tasks in each, to their ends; then all of it goes. */
export async function lane(lanes: Lanes): Promise<void> {
  while (!lanes.over()) {
    const namespace = await lanes.stage.namespace();
    const names = Array.from({ length: BATCH }, (_, number) => `task-${number}`);
    await Promise.all(names.map((name) => life(lanes, namespace, name)));
    const { taskSights, jobSights, tasks } = lanes.stage.witness.of(namespace);
    const open = [...tasks.values()].filter(
      (task) => task.status?.run?.completionTime === undefined && !waitsForPods(lanes.stage, task),
    );
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- these oracles ask for no more
    const evidence = { taskSights, jobSights } as unknown as Evidence;
    const found = [...oneJobPerRun(evidence), ...stickyTerminal(evidence), ...observedGeneration(evidence)];
    lanes.violations.push(...found, ...open.map((task) => explain(lanes.stage, task)));
    lanes.counts.tasks += BATCH;
    lanes.stage.witness.forget(namespace);
    await lanes.stage.client.raw("DELETE", `/api/v1/namespaces/${namespace}`);
  }
}

/** The task's Job goes on, as it should: what does not end is a pod, and pods are not the operator's. */
function waitsForPods({ witness }: Stage, { metadata, spec, status }: BatchTask): boolean {
  const job = witness.of(metadata.namespace).jobs.get(status?.run?.jobName ?? "");
  const ended = job?.status?.conditions?.some((condition) => condition.status === "True") ?? false;
  return job !== undefined && !ended && (job.spec?.suspend ?? false) === (spec.suspend ?? false);
}

/** A task that did not end in time, with its Job. */
function explain({ witness }: Stage, { metadata, spec, status }: BatchTask): string {
  const { namespace, name, generation } = metadata;
  const job = witness.of(namespace).jobs.get(status?.run?.jobName ?? "");
  const ready = status?.conditions?.find(({ type }) => type === "Ready");
  const known = {
    generation,
    suspend: spec.suspend,
    observed: status?.observedGeneration,
    phase: status?.phase,
    ready,
  };
  const its = { suspend: job?.spec?.suspend, ...job?.status };
  return `${namespace}/${name} did not end: ${JSON.stringify({ ...known, run: status?.run, job: its })}`;
}

/** One task from its creation to its end, with an edit or a deletion by chance. */
async function life({ stage, random }: Lanes, namespace: string, name: string): Promise<void> {
  const { client, witness } = stage;
  const template = {
    metadata: { annotations: random() < 0.2 ? { "kwok.batchtask.dev/outcome": "fail" } : {} },
    spec: { restartPolicy: "Never", containers: [{ name: "main", image: "busybox:1.36" }] },
  };
  const ttl = random() < 0.3 ? { ttlSecondsAfterFinished: 0 } : {};
  await insist(() =>
    client.create(BATCHTASKS, newTask(namespace, name, { backoffLimit: 0, template, ...ttl })),
  );
  const choice = random();
  await sleep(random() * 1_500);
  // What the witness has not seen yet would be taken for gone.
  for (let waits = 0; waits < MOST_WAITS && !witness.of(namespace).tasks.has(name); waits += 1)
    await sleep(50);
  const ref = { namespace, name };
  let generation = 1;
  const edit = (spec: object): Promise<void> =>
    insist(async () => {
      ({ generation } = (await client.mergePatch(BATCHTASKS, ref, { spec })).metadata);
    });
  if (choice < 0.15) await edit({ template: { metadata: { labels: { version: "two" } } } });
  else if (choice < 0.3) {
    await edit({ suspend: true });
    await sleep(random() * 1_000);
    await edit({ suspend: false });
  } else if (choice < 0.4) {
    const uid = witness.of(namespace).tasks.get(name)?.metadata.uid;
    if (uid !== undefined)
      await insist(() => client.delete(BATCHTASKS, ref, { uid, propagationPolicy: "Background" }));
  }
  await ended(stage, { namespace, name }, generation);
}

/**
 * Waits until the task is gone, or the run of its present template has ended.
 * @param generation of its last edit, which the witness may not have seen yet
 */
async function ended(
  { witness }: Stage,
  { namespace, name }: { namespace: string; name: string },
  generation: number,
): Promise<void> {
  const end = performance.now() + LONGEST_MS;
  const { tasks } = witness.of(namespace);
  const isOver = (): boolean => {
    const task = tasks.get(name);
    const current = task?.metadata.generation ?? 0;
    const seen = current >= generation && task?.status?.observedGeneration === current;
    const last = task?.status?.run;
    if (task === undefined) return true;
    return seen && last?.completionTime !== undefined && last.templateHash === templateHash(task.spec);
  };
  while (!isOver() && performance.now() < end) await sleep(100);
}
