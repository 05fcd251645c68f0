import { setTimeout as sleep } from "node:timers/promises";
import type { BatchTaskSpec } from "../../../src/api/batchtask.ts";
import { BATCHTASKS } from "../../../src/api/resources.ts";
import { type Footprint, footprint, INSPECTABLE } from "../run/footprint.ts";
import { openProxy } from "../proxy/proxy.ts";
import { createWatches } from "../proxy/watches.ts";
import { createBoard } from "../plan/board.ts";
import type { Call } from "../proxy/call.ts";
import { type OperatorProcess, startOperator } from "../run/operator.ts";
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
/** Connections that are not used any more are closed after so long; a few may be in use. */
const IDLE_MS = 5_000;
const MAY_STAY_SOCKETS = 4;
const SOCKETS_CLOSE_MS = 30_000;

/** The operator with so many tasks, half of them live, and once they are deleted. */
export async function memory(
  stage: Stage,
  tasks: number,
  report: (line: string) => void,
): Promise<MemoryResult> {
  const namespace = await stage.namespace();
  const calls = forgetful<Call>();
  const watches = createWatches(() => undefined);
  const faultless = { board: createBoard([]), effect: nothing, starts: () => 1 };
  const proxy = await openProxy(
    { upstream: stage.upstream, watches, calls, ...faultless, keepAliveMs: IDLE_MS },
    0,
  );
  const args = [`--namespace=${namespace}`, "--leader-elect=false"];
  const operator = startOperator({
    program: stage.program,
    replica: 0,
    url: proxy.url,
    args,
    nodeArgs: [INSPECTABLE],
  });
  try {
    await operator.says(/Caches are filled; serving/);
    await warmUp(stage, namespace);
    const empty = await footprint(operator);
    await fill(stage, namespace, tasks, report);
    const full = await footprint(operator);
    await drain(stage, namespace, report);
    const emptied = await idle(operator, empty);
    const violations = judge(empty, emptied);
    if (!operator.running()) violations.push("the operator ended by itself");
    return { tasks, empty, full, emptied, violations };
  } finally {
    operator.signal("SIGKILL");
    proxy.close();
    stage.witness.forget(namespace);
  }
}

function judge(empty: Footprint, emptied: Footprint): string[] {
  const [heapMb, sockets] = [emptied.heapMb - empty.heapMb, emptied.sockets - empty.sockets];
  return [
    ...(heapMb > MAY_STAY_MB ? [`${heapMb} MB of heap stay in use`] : []),
    ...(sockets > MAY_STAY_SOCKETS ? [`${sockets} sockets more than at first stay open`] : []),
  ];
}

/** Once its connections are closed again, or should have been. */
async function idle(operator: OperatorProcess, empty: Footprint): Promise<Footprint> {
  const end = performance.now() + SOCKETS_CLOSE_MS;
  let now = await footprint(operator);
  while (now.sockets > empty.sockets + MAY_STAY_SOCKETS && performance.now() < end) {
    await sleep(1_000);
    now = await footprint(operator);
  }
  return now;
}

function nothing(): Promise<void> {
  return Promise.resolve();
}

/** One task from beginning to end, so that what is loaded once is loaded. */
async function warmUp(stage: Stage, namespace: string): Promise<void> {
  await stage.client.create(BATCHTASKS, newTask(namespace, "warm-up", { suspend: true }));
  await until(() => restingIn(stage, namespace) === 1, 60_000);
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
    await stage.client.create(BATCHTASKS, newTask(namespace, name, specOf(created)));
    created += 1;
    if (created % 2_500 === 0)
      report(`memory: ${created}/${tasks} tasks created, ${restingIn(stage, namespace)} done`);
  });
  report("memory: all created; waiting until each is suspended or has ended");
  await until(() => restingIn(stage, namespace) > tasks, 900_000);
}

/** One half stays suspended; of the other one half succeeds and one fails, as kwok plays their pods. */
function specOf(number: number): Partial<BatchTaskSpec> {
  if (number % 2 === 0) return { suspend: true };
  const outcome = number % 4 === 1 ? "succeed" : "fail";
  const template = {
    metadata: { annotations: { "kwok.batchtask.dev/outcome": outcome, "kwok.batchtask.dev/duration": "1s" } },
    spec: { restartPolicy: "Never", containers: [{ name: "main", image: "busybox:1.36" }] },
  };
  return { backoffLimit: 0, template };
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

const AT_REST: ReadonlySet<string | undefined> = new Set(["Suspended", "Succeeded", "Failed"]);

function restingIn({ witness }: Stage, namespace: string): number {
  return [...witness.of(namespace).tasks.values()].filter(({ status }) => AT_REST.has(status?.phase)).length;
}

async function until(wanted: () => boolean, timeoutMs: number): Promise<void> {
  const end = performance.now() + timeoutMs;
  while (!wanted()) {
    if (performance.now() > end) throw new Error(`not within ${timeoutMs / 1000} s`);
    await sleep(200);
  }
}
