import type { BatchTask } from "../../api/batchtask.ts";
import { BATCHTASKS } from "../../api/resources.ts";
import type { Scope } from "../../kube/reflector/list.ts";
import type { Context } from "../context.ts";
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
  /** 0: for ever. */
  timeoutMs: number;
}

/** Between two looks at the clock, for what a terminal shows. */
const TICK_MS = 1_000;

/**
 * Waits until each task is as wanted; resolves with them as they are then, in the same order.
 * @throws CliError past the timeout, or where a task is deleted meanwhile
 */
export async function awaitTasks(
  world: { context: Context; cluster: Cluster },
  wanted: WaitGoal,
  progress: ProgressDisplay,
): Promise<BatchTask[]> {
  const { tasks, until, timeoutMs } = wanted;
  if (tasks.every(until)) return [...tasks];
  const seen: LatestTasks = { tasks };
  const open = () => seen.tasks.filter((task) => !until(task));
  try {
    return await withDeadline(world.context, { timeoutMs, open }, (context) =>
      withInformer({ ...world, context }, BATCHTASKS, scopeOf(tasks), async ({ store, next }) => {
        for (;;) {
          seen.tasks = tasks.map((task) => still(task, store.get(keyOf(task))));
          if (open().length === 0) return [...seen.tasks];
          const now = new Date(context.clock.now()).toISOString();
          progress.show(open().map((task) => progressLine(task, now)));
          await next(TICK_MS);
        }
      }),
    );
  } finally {
    progress.end();
  }
}

/** The tasks as they were last seen. */
interface LatestTasks {
  tasks: readonly BatchTask[];
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
