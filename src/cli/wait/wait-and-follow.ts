import type { BatchTask } from "../../api/batchtask.ts";
import { BATCHTASKS } from "../../api/resources.ts";
import type { Context } from "../context.ts";
import { EXIT } from "../exit-codes.ts";
import { followLogs } from "../logs/follow.ts";
import type { LogOptions } from "../logs/options.ts";
import { createPrinter } from "../logs/printer.ts";
import { runOf } from "../logs/run.ts";
import { createProgressDisplay, type ProgressDisplay } from "../output/progress-display.ts";
import { isFinished, isComplete } from "../view/lifecycle.ts";
import { isStuck } from "../view/next-step.ts";
import { outcomeLine, progressLine } from "../view/outcome.ts";
import { awaitTasks } from "./await.ts";
import type { Cluster } from "../cluster/connect.ts";
import { withDeadline } from "../cluster/deadline.ts";
import { type Informer, withInformer } from "../cluster/informer.ts";
import { still } from "./timed-out.ts";

export interface WaitAndFollowOptions extends LogOptions {
  logs?: true;
  /** Milliseconds; 0: for ever. */
  timeout: number;
  color: boolean;
}

interface World {
  context: Context;
  cluster: Cluster;
}

const TICK_MS = 1_000;

/** Waits until tasks have ended, with their logs if asked for, and says how; exit code 1 where one has not succeeded. */
export async function waitAndFollow(
  { context, cluster }: World,
  tasks: readonly BatchTask[],
  options: WaitAndFollowOptions,
): Promise<void> {
  const { logs, timeout: timeoutMs } = options;
  const progress = createProgressDisplay(context, { inPlace: !logs });
  const latest = new Map(tasks.map((task) => [task.metadata.uid, task]));
  const several = tasks.length > 1;
  const following = { options, progress, several, latest };
  const ended = logs
    ? await followAll({ context, cluster }, tasks, timeoutMs, following)
    : await awaitTasks({ context, cluster }, { tasks, until: isFinished, timeoutMs }, progress);
  // stdout is for what the pods wrote.
  const output = logs ? context.stderr : context.stdout;
  for (const task of ended) output.write(`${outcomeLine(task)}\n`);
  const failed = ended.filter((task) => !isComplete(task));
  for (const { metadata } of failed)
    context.stderr.write(`See \`kubectl batchtask explain ${metadata.name} -n ${metadata.namespace}\`\n`);
  if (failed.length > 0) context.exit(EXIT.No);
}

/** All at once; where one can't be followed, the others are no more either. */
async function followAll(
  { context, cluster }: World,
  tasks: readonly BatchTask[],
  timeoutMs: number,
  following: Following,
): Promise<BatchTask[]> {
  const all: Promise<BatchTask>[] = [];
  try {
    return await withDeadline(context, { open: () => openOf(following.latest), timeoutMs }, (limited) => {
      all.push(...tasks.map((task) => followTask({ context: limited, cluster }, task, following)));
      return Promise.all(all);
    });
  } finally {
    await Promise.allSettled(all);
  }
}

interface Following {
  options: LogOptions & { color: boolean };
  progress: ProgressDisplay;
  /** Others write at the same time. */
  several: boolean;
  latest: Latest;
}

/** The tasks as they were last seen, by UID. */
type Latest = Map<string, BatchTask>;

/** Prints the logs of each run of a task from now on, until the task has ended. */
async function followTask(world: World, task: BatchTask, following: Following): Promise<BatchTask> {
  const { name, namespace } = task.metadata;
  const scope = { namespace, fieldSelector: `metadata.name=${name}` };
  return await withInformer(world, BATCHTASKS, scope, (follower) =>
    followRuns(world, task, following, follower),
  );
}

async function followRuns(
  world: World,
  asked: BatchTask,
  { options, progress, several, latest }: Following,
  { store, next }: Informer<BatchTask>,
): Promise<BatchTask> {
  const { context } = world;
  const current = () => {
    const task = still(asked, store.list()[0]);
    latest.set(task.metadata.uid, task);
    return task;
  };
  const tell = (task: BatchTask) =>
    progress.show([progressLine(task, new Date(context.clock.now()).toISOString())]);
  let done = endedBefore(asked);
  for (;;) {
    const task = current();
    const { run } = task.status ?? {};
    if (run && run.number > done) {
      await followLogs(world, {
        run: runOf(task, run.number),
        options,
        printer: createPrinter(context, task, { ...options, task: several ? task.metadata.name : undefined }),
        isRunFinished: () => {
          // A run whose pods can't start writes nothing that would tell why.
          if (isStuck(current())) tell(current());
          return isPast(current(), run.number);
        },
      });
      done = run.number;
      continue;
    }
    if (isFinished(task)) return task;
    tell(task);
    await next(TICK_MS);
  }
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

/** Those that go on; all where the logs alone are still read. */
function openOf(latest: Latest): BatchTask[] {
  const all = [...latest.values()];
  const open = all.filter((task) => !isFinished(task));
  return open.length > 0 ? open : all;
}
