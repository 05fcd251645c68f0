import { setTimeout as sleep } from "node:timers/promises";
import { observedGeneration } from "../oracles/observed-generation.ts";
import { oneJobPerRun } from "../oracles/one-job-per-run.ts";
import { stickyTerminal } from "../oracles/sticky-terminal.ts";
import { insist } from "../run/insist.ts";
import { BATCHTASKS } from "../../../src/reconcile/resources.ts";
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
const LONGEST_MS = 120_000;

/** Namespace after namespace: a batch of tasks in each, to their ends; then all of it goes. */
export async function lane(lanes: Lanes): Promise<void> {
  while (!lanes.over()) {
    const namespace = await lanes.stage.namespace();
    const names = Array.from({ length: BATCH }, (_, number) => `task-${number}`);
    await Promise.all(names.map((name) => life(lanes, namespace, name)));
    const { taskSights, jobSights, tasks } = lanes.stage.witness.of(namespace);
    const open = [...tasks.values()].filter(({ status }) => status?.run?.completionTime === undefined);
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- these oracles ask for no more
    const evidence = { taskSights, jobSights } as unknown as Evidence;
    const found = [...oneJobPerRun(evidence), ...stickyTerminal(evidence), ...observedGeneration(evidence)];
    lanes.violations.push(
      ...found,
      ...open.map(({ metadata }) => `${namespace}/${metadata.name} did not end`),
    );
    lanes.counts.tasks += BATCH;
    lanes.stage.witness.forget(namespace);
    await lanes.stage.client.raw("DELETE", `/api/v1/namespaces/${namespace}`);
  }
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
  const ref = { namespace, name };
  const edit = (spec: object): Promise<void> => insist(() => client.mergePatch(BATCHTASKS, ref, { spec }));
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
  await ended(stage, namespace, name);
}

async function ended({ witness }: Stage, namespace: string, name: string): Promise<void> {
  const end = performance.now() + LONGEST_MS;
  const { tasks } = witness.of(namespace);
  const isOver = (): boolean => {
    const task = tasks.get(name);
    const seen = task?.status?.observedGeneration === task?.metadata.generation;
    return task === undefined || (seen && task.status?.run?.completionTime !== undefined);
  };
  while (!isOver() && performance.now() < end) await sleep(100);
}
