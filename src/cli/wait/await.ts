import type { BatchTask } from "../../api/batchtask.ts";
import { BATCHTASKS } from "../../api/resources.ts";
import type { Scope } from "../../kube/reflector/list.ts";
import type { Context } from "../context.ts";
import { tellFault } from "../each.ts";
import type { ProgressDisplay } from "../output/progress-display.ts";
import { progressLine } from "../view/outcome.ts";
import type { Cluster } from "../cluster/connect.ts";
import { withDeadline } from "../cluster/deadline.ts";
import { withInformer } from "../cluster/informer.ts";
import { still } from "./timed-out.ts";

/** What is waited for. */
export interface WaitGoal {
  tasks: readonly BatchTask[];
  /** Of a task as it is now: whether it need not be waited for any more. */
  until: (task: BatchTask) => boolean;
  /** Told of each task once, as soon as it need not be waited for any more. */
  onEnd?: (task: BatchTask) => void;
  /** 0: for ever. */
  timeoutMs: number;
}

/** Between two looks at the clock, for what a terminal shows. */
const TICK_MS = 1_000;

/**
 * Waits until each task is as wanted; resolves with them as they were then, in the same order. One of several that is
 * deleted meanwhile is told, and the others are waited for.
 * @throws CliError past the timeout, or where the only task is deleted meanwhile
 */
export async function awaitTasks(
  world: { context: Context; cluster: Cluster },
  wanted: WaitGoal,
  progress: ProgressDisplay,
): Promise<BatchTask[]> {
  const { tasks, timeoutMs } = wanted;
  const tally = createTally(wanted, progress);
  const open = () => [...tally.open.values()];
  const lose = (error: unknown) => {
    if (tasks.length === 1) throw error;
    progress.end();
    tellFault(world.context, error);
  };
  for (const task of tasks) tally.see(task);
  try {
    if (tally.open.size > 0)
      await withDeadline(world.context, { timeoutMs, open }, (context) =>
        withInformer({ ...world, context }, BATCHTASKS, scopeOf(tasks), async ({ store, next }) => {
          for (;;) {
            for (const task of open()) tally.look(task, store.get(keyOf(task)), lose);
            if (tally.open.size === 0) return;
            const now = new Date(context.clock.now()).toISOString();
            progress.show(open().map((task) => progressLine(task, now)));
            await next(TICK_MS);
          }
        }),
      );
    return tally.ended();
  } finally {
    progress.end();
  }
}

/** Which tasks are waited for, and which are as wanted: once so, they are not looked at any more. */
function createTally({ tasks, until, onEnd }: WaitGoal, progress: ProgressDisplay) {
  const open = new Map(tasks.map((task) => [task.metadata.uid, task]));
  const ended = new Map<string, BatchTask>();
  function see(task: BatchTask): void {
    const { uid } = task.metadata;
    open.set(uid, task);
    if (!until(task)) return;
    open.delete(uid);
    ended.set(uid, task);
    progress.end();
    onEnd?.(task);
  }
  return {
    open,
    see,
    look(task: BatchTask, found: BatchTask | undefined, lose: (error: unknown) => void): void {
      let now: BatchTask;
      try {
        now = still(task, found);
      } catch (error) {
        open.delete(task.metadata.uid);
        return lose(error);
      }
      see(now);
    },
    ended: () => tasks.flatMap(({ metadata }) => ended.get(metadata.uid) ?? []),
  };
}

const keyOf = ({ metadata }: BatchTask): string => `${metadata.namespace}/${metadata.name}`;

/** What has to be watched to see all of the tasks, and little else. */
function scopeOf(tasks: readonly BatchTask[]): Scope {
  const [first] = tasks;
  const namespaces = new Set(tasks.map(({ metadata }) => metadata.namespace));
  const namespace = namespaces.size === 1 ? first?.metadata.namespace : undefined;
  if (tasks.length !== 1 || !first) return { namespace };
  return { namespace, fieldSelector: `metadata.name=${first.metadata.name}` };
}
