import type { BatchTask } from "../../api/batchtask.ts";
import { BATCHTASKS } from "../../api/resources.ts";
import type { Scope } from "../../kube/reflector/list.ts";
import type { Context } from "../context.ts";
import type { Progress } from "../output/progress.ts";
import { progressLine } from "../view/outcome.ts";
import type { Cluster } from "./connect.ts";
import { type Follower, withFollower } from "./follow.ts";
import { still, timedOut } from "./waited-for.ts";

/** What is waited for. */
export interface Wanted {
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
  wanted: Wanted,
  progress: Progress,
): Promise<BatchTask[]> {
  if (wanted.tasks.every(wanted.until)) return [...wanted.tasks];
  try {
    return await withFollower(world, BATCHTASKS, scopeOf(wanted.tasks), (follower) =>
      awaitIn(world.context, follower, wanted, progress),
    );
  } finally {
    progress.end();
  }
}

async function awaitIn(
  { clock }: Context,
  { store, next }: Follower<BatchTask>,
  { tasks, until, timeoutMs }: Wanted,
  progress: Progress,
): Promise<BatchTask[]> {
  const end = timeoutMs === 0 ? Number.POSITIVE_INFINITY : clock.monotonic() + timeoutMs;
  for (;;) {
    const current = tasks.map((task) => still(task, store.get(keyOf(task))));
    const open = current.filter((task) => !until(task));
    if (open.length === 0) return current;
    const left = end - clock.monotonic();
    if (left <= 0) throw timedOut(open, timeoutMs);
    const now = new Date(clock.now()).toISOString();
    progress.show(open.map((task) => progressLine(task, now)));
    await next(Math.min(TICK_MS, left));
  }
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
