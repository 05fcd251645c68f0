import type { BatchTask } from "../../api/batchtask.ts";
import { BATCHTASKS } from "../../api/resources.ts";
import type { Cluster } from "../cluster/connect.ts";
import { type Informer, withInformer } from "../cluster/informer.ts";
import type { Context } from "../context.ts";
import { followLogs } from "../logs/follow.ts";
import type { LogOptions } from "../logs/options.ts";
import { createPrinter } from "../logs/printer.ts";
import { runOf } from "../logs/run.ts";
import type { ProgressDisplay } from "../output/progress-display.ts";
import { readPulls } from "../task/pulls.ts";
import { cantStartText } from "../view/cant-start.ts";
import { isStuck } from "../view/next-step.ts";
import { progressLine } from "../view/outcome.ts";
import type { Awaited } from "./awaited.ts";
import type { WaitOptions } from "./options.ts";
import { createPatience } from "./patience.ts";
import { still } from "./timed-out.ts";

const TICK_MS = 1_000;

export interface World {
  context: Context;
  cluster: Cluster;
}

export interface Following {
  options: LogOptions & Pick<WaitOptions, "keepWaiting"> & { color: boolean };
  progress: ProgressDisplay;
  /** Others write at the same time. */
  several: boolean;
  /** What is waited for of a task. */
  awaited: (task: BatchTask) => Awaited;
  /** The tasks as they were last seen, by UID. */
  latest: Map<string, BatchTask>;
}

/** A task that is not followed any more. */
export interface Followed {
  task: BatchTask;
  /** Its pods can't start, which was told, and it goes on. */
  isHopeless: boolean;
}

/**
 * Prints the logs of each run of a task from now on, until the task has ended, or until it is no use to wait any
 * longer for pods that can't start.
 */
export async function followTask(world: World, task: BatchTask, following: Following): Promise<Followed> {
  const { name, namespace } = task.metadata;
  const scope = { namespace, fieldSelector: `metadata.name=${name}` };
  return await withInformer(world, BATCHTASKS, scope, (follower) =>
    followRuns(world, task, following, follower),
  );
}

async function followRuns(
  world: World,
  asked: BatchTask,
  { options, progress, several, latest, awaited }: Following,
  { store, next }: Informer<BatchTask>,
): Promise<Followed> {
  const { context } = world;
  const current = () => {
    const task = still(asked, store.list()[0]);
    latest.set(task.metadata.uid, task);
    return task;
  };
  const tell = (task: BatchTask) =>
    progress.show([progressLine(task, new Date(context.clock.now()).toISOString())]);
  const isHopeless = patienceWith(world, asked, options);
  const { isOver, runOf: lastOf = () => Number.POSITIVE_INFINITY } = awaited(asked);
  let done = endedBefore(asked);
  for (;;) {
    const task = current();
    const { run } = task.status ?? {};
    if (run && run.number > done && run.number <= lastOf(task)) {
      const end = await followLogs(world, {
        run: runOf(task, run.number),
        options,
        printer: createPrinter(context, task, { ...options, task: several ? task.metadata.name : undefined }),
        isRunFinished: () => {
          // A run whose pods can't start writes nothing that would tell why.
          if (isStuck(current())) tell(current());
          return isPast(current(), run.number);
        },
        isHopeless: () => isHopeless(current()),
      });
      if (end === "hopeless") return givenUp(context, current());
      done = run.number;
      continue;
    }
    if (isOver(task)) return { task, isHopeless: false };
    tell(task);
    await next(TICK_MS);
  }
}

function patienceWith(
  { context, cluster }: World,
  { metadata }: BatchTask,
  { keepWaiting }: Following["options"],
): (task: BatchTask) => Promise<boolean> {
  if (keepWaiting) return async () => false;
  return createPatience(
    () => context.clock.monotonic(),
    (failure) => readPulls(cluster, metadata.namespace, failure, context.signal),
  );
}

/** Told at once: others may be followed for long. */
function givenUp({ stderr }: Context, task: BatchTask): Followed {
  stderr.write(cantStartText(task));
  return { task, isHopeless: true };
}

/** The last run that had ended before anything was asked for. */
function endedBefore({ status }: BatchTask): number {
  const { number = 0, completionTime } = status?.run ?? {};
  return completionTime === undefined ? number - 1 : number;
}

function isPast({ status }: BatchTask, number: number): boolean {
  const { run } = status ?? {};
  return run === undefined || run.number > number || run.completionTime !== undefined;
}
