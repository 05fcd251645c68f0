import type { BatchTask } from "../../api/batchtask.ts";
import { withDeadline } from "../cluster/deadline.ts";
import { tellFault } from "../each.ts";
import { EXIT } from "../exit-codes.ts";
import type { LogOptions } from "../logs/options.ts";
import { createProgressDisplay } from "../output/progress-display.ts";
import { isComplete, isFinished } from "../view/lifecycle.ts";
import { outcomeLine } from "../view/outcome.ts";
import { awaitTasks, type WaitGoal } from "./await.ts";
import { type Followed, type Following, followTask, type World } from "./follow-task.ts";
import type { WaitOptions } from "./options.ts";

export interface WaitAndFollowOptions extends LogOptions, Omit<WaitOptions, "wait"> {
  color: boolean;
}

/**
 * Waits until tasks have ended, with their logs if asked for, and says of each how as soon as it has; exit code 1 where
 * one has not succeeded, or is not followed any more since its pods can't start.
 */
export async function waitAndFollow(
  world: World,
  tasks: readonly BatchTask[],
  options: WaitAndFollowOptions,
): Promise<void> {
  const { context } = world;
  const { logs, timeout: timeoutMs } = options;
  const progress = createProgressDisplay(context, { inPlace: !logs });
  // stdout is for what the pods write.
  const output = logs ? context.stderr : context.stdout;
  const onEnd = (task: BatchTask) => output.write(`${outcomeLine(task)}\n`);
  const goal = { tasks, until: isFinished, onEnd, timeoutMs };
  const followed = logs
    ? await followAll(world, goal, { options, progress })
    : (await awaitTasks(world, goal, progress)).map((task) => ({ task, isHopeless: false }));
  const failed = followed.filter(({ task, isHopeless }) => isHopeless || !isComplete(task));
  for (const { task } of failed)
    context.stderr.write(
      `See \`kubectl batchtask explain ${task.metadata.name} -n ${task.metadata.namespace}\`\n`,
    );
  if (failed.length > 0) context.exit(EXIT.No);
}

/** All at once; one of several that can't be followed is told, and the others are followed on. */
async function followAll(
  { context, cluster }: World,
  { tasks, onEnd, timeoutMs }: WaitGoal,
  how: Pick<Following, "options" | "progress">,
): Promise<Followed[]> {
  const latest = new Map(tasks.map((task) => [task.metadata.uid, task]));
  const following = { ...how, several: tasks.length > 1, latest };
  const all: Promise<Followed[]>[] = [];
  const follow = async (world: World, task: BatchTask): Promise<Followed[]> => {
    try {
      const followed = await followTask(world, task, following);
      if (!followed.isHopeless) onEnd?.(followed.task);
      return [followed];
    } catch (error) {
      if (!following.several) throw error;
      tellFault(world.context, error);
      return [];
    }
  };
  try {
    return await withDeadline(context, { open: () => openOf(latest), timeoutMs }, async (limited) => {
      all.push(...tasks.map((task) => follow({ context: limited, cluster }, task)));
      return (await Promise.all(all)).flat();
    });
  } finally {
    await Promise.allSettled(all);
  }
}

/** Those that go on; all where the logs alone are still read. */
function openOf(latest: Following["latest"]): BatchTask[] {
  const all = [...latest.values()];
  const open = all.filter((task) => !isFinished(task));
  return open.length > 0 ? open : all;
}
