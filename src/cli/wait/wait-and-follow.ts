import type { BatchTask } from "../../api/batchtask.ts";
import { withDeadline } from "../cluster/deadline.ts";
import { tellFault } from "../each.ts";
import { EXIT } from "../exit-codes.ts";
import type { LogOptions } from "../logs/options.ts";
import { createProgressDisplay } from "../output/progress-display.ts";
import { awaitTasks, type WaitGoal } from "./await.ts";
import { awaitedEnd, awaitedOf } from "./awaited.ts";
import { type Followed, type Following, followTask, type World } from "./follow-task.ts";
import type { WaitOptions } from "./options.ts";

export interface WaitAndFollowOptions extends LogOptions, Omit<WaitOptions, "wait"> {
  color: boolean;
}

/**
 * Waits until tasks have ended, with their logs if asked for, and says of each how as soon as it has; exit code 1 where
 * one has not succeeded, or is not followed any more since its pods can't start. Of one that waits for its schedule it is
 * said at once.
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
  const moment = { now: world.cluster.now(), timeZone: context.timeZone };
  const awaited = awaitedOf(tasks, (task) => awaitedEnd(task, moment));
  const onEnd = (task: BatchTask) => output.write(`${awaited(task).say(task)}\n`);
  const until = (task: BatchTask) => awaited(task).isOver(task);
  const goal = { tasks, until, onEnd, timeoutMs };
  const followed = logs
    ? await followAll(world, goal, { options, progress, awaited })
    : (await awaitTasks(world, goal, progress)).map((task) => ({ task, isHopeless: false }));
  // Of a task at rest nothing was run, and what its last run came to is not this command's.
  const isWell = (task: BatchTask) => awaited(task).isAtRest || awaited(task).isWell(task);
  const failed = followed.filter(({ task, isHopeless }) => isHopeless || !isWell(task));
  for (const { task } of failed)
    context.stderr.write(
      `See \`kubectl batchtask explain ${task.metadata.name} -n ${task.metadata.namespace}\`\n`,
    );
  if (failed.length > 0) context.exit(EXIT.No);
}

/** All at once; one of several that can't be followed is told, and the others are followed on. */
async function followAll(
  { context, cluster }: World,
  { tasks, until, onEnd, timeoutMs }: WaitGoal,
  how: Pick<Following, "options" | "progress" | "awaited">,
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
    return await withDeadline(context, { open: () => openOf(latest, until), timeoutMs }, async (limited) => {
      all.push(...tasks.map((task) => follow({ context: limited, cluster }, task)));
      return (await Promise.all(all)).flat();
    });
  } finally {
    await Promise.allSettled(all);
  }
}

/** Those that go on; all where the logs alone are still read. */
function openOf(latest: Following["latest"], until: WaitGoal["until"]): BatchTask[] {
  const all = [...latest.values()];
  const open = all.filter((task) => !until(task));
  return open.length > 0 ? open : all;
}
