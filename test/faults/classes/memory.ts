import { setTimeout as sleep } from "node:timers/promises";
import { BATCHTASKS } from "../../../src/api/resources.ts";
import { type Footprint, footprint, INSPECTABLE } from "../run/footprint.ts";
import { openProxy } from "../proxy/proxy.ts";
import { createWatches } from "../proxy/watches.ts";
import { createBoard } from "../plan/board.ts";
import type { Call } from "../proxy/call.ts";
import { startOperator } from "../run/operator.ts";
import { newTask } from "../run/scene.ts";
import type { Stage } from "../run/stage.ts";
import { forgetful } from "../support/forgetful.ts";
import { inParallel } from "../support/pool.ts";

export interface MemoryResult {
  readonly tasks: number;
  readonly empty: Footprint;
  readonly full: Footprint;
  readonly emptied: Footprint;
  readonly violations: string[];
}

/** What may stay in use once all tasks are deleted: compiled code, connections, a store's spare room. */
const MAY_STAY_MB = 20;

/** The operator with so many live tasks, and once they are deleted. */
export async function memory(
  stage: Stage,
  tasks: number,
  report: (line: string) => void,
): Promise<MemoryResult> {
  const namespace = await stage.namespace();
  const calls = forgetful<Call>();
  const watches = createWatches(() => undefined);
  const proxy = await openProxy(
    { upstream: stage.upstream, board: createBoard([]), watches, calls, effect: nothing, starts: () => 1 },
    0,
  );
  const args = [`--namespace=${namespace}`, "--leader-elect=false"];
  const operator = startOperator({ replica: 0, url: proxy.url, args, nodeArgs: [INSPECTABLE] });
  try {
    await operator.says(/Caches are filled; serving/);
    await warmUp(stage, namespace);
    const empty = await footprint(operator);
    await fill(stage, namespace, tasks, report);
    const full = await footprint(operator);
    await drain(stage, namespace, report);
    const emptied = await footprint(operator);
    const grown = emptied.heapMb - empty.heapMb;
    const violations = grown > MAY_STAY_MB ? [`${grown} MB of heap stay in use after ${tasks} tasks`] : [];
    if (!operator.running()) violations.push("the operator ended by itself");
    return { tasks, empty, full, emptied, violations };
  } finally {
    operator.signal("SIGKILL");
    proxy.close();
    stage.witness.forget(namespace);
  }
}

function nothing(): Promise<void> {
  return Promise.resolve();
}

/** One task from beginning to end, so that what is loaded once is loaded. */
async function warmUp(stage: Stage, namespace: string): Promise<void> {
  await stage.client.create(BATCHTASKS, newTask(namespace, "warm-up", { suspend: true }));
  await until(() => suspendedIn(stage, namespace) === 1, 60_000);
}

async function fill(
  stage: Stage,
  namespace: string,
  tasks: number,
  report: (line: string) => void,
): Promise<void> {
  const names = Array.from({ length: tasks }, (_, number) => `task-${number}`);
  let created = 0;
  await inParallel(names, 16, async (name) => {
    await stage.client.create(BATCHTASKS, newTask(namespace, name, { suspend: true }));
    created += 1;
    if (created % 2_500 === 0)
      report(`memory: ${created}/${tasks} tasks created, ${suspendedIn(stage, namespace)} done`);
  });
  report("memory: all created; waiting for the last one's Job");
  await until(() => suspendedIn(stage, namespace) > tasks, 900_000);
}

async function drain(stage: Stage, namespace: string, report: (line: string) => void): Promise<void> {
  const { tasks, jobs } = stage.witness.of(namespace);
  await inParallel([...tasks.values()], 16, ({ metadata: { name, uid } }) =>
    stage.client.delete(BATCHTASKS, { namespace, name }, { uid, propagationPolicy: "Background" }),
  );
  report("memory: tasks deleted; waiting for the garbage collector");
  await until(() => tasks.size === 0 && jobs.size === 0, 600_000);
  await sleep(2_000);
}

function suspendedIn({ witness }: Stage, namespace: string): number {
  return [...witness.of(namespace).tasks.values()].filter(({ status }) => status?.phase === "Suspended")
    .length;
}

async function until(wanted: () => boolean, timeoutMs: number): Promise<void> {
  const end = performance.now() + timeoutMs;
  while (!wanted()) {
    if (performance.now() > end) throw new Error(`not within ${timeoutMs / 1000} s`);
    await sleep(200);
  }
}
