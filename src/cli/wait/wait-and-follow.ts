import type { BatchTask } from "../../api/batchtask.ts";
import { withDeadline } from "../cluster/deadline.ts";
import { EXIT } from "../exit-codes.ts";
import type { LogOptions } from "../logs/options.ts";
import { createProgressDisplay } from "../output/progress-display.ts";
import { isComplete, isFinished } from "../view/lifecycle.ts";
import { outcomeLine } from "../view/outcome.ts";
import { awaitTasks } from "./await.ts";
import { type Followed, type Following, followTask, type World } from "./follow-task.ts";
import type { WaitOptions } from "./options.ts";

export interface WaitAndFollowOptions extends LogOptions, Omit<WaitOptions, "wait"> {
  color: boolean;
}

/**
 * Waits until tasks have ended, with their logs if asked for, and says how; exit code 1 where one has not succeeded, or
 * is not followed any more since its pods can't start.
 */
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
  const followed = logs
    ? await followAll({ context, cluster }, tasks, timeoutMs, following)
    : await awaitAll({ context, cluster }, { tasks, until: isFinished, timeoutMs }, progress);
  // stdout is for what the pods wrote.
  const output = logs ? context.stderr : context.stdout;
  for (const { task, isHopeless } of followed) if (!isHopeless) output.write(`${outcomeLine(task)}\n`);
  const failed = followed.filter(({ task, isHopeless }) => isHopeless || !isComplete(task));
  for (const { task } of failed)
    context.stderr.write(
      `See \`kubectl batchtask explain ${task.metadata.name} -n ${task.metadata.namespace}\`\n`,
    );
  if (failed.length > 0) context.exit(EXIT.No);
}

async function awaitAll(...wanted: Parameters<typeof awaitTasks>): Promise<Followed[]> {
  return (await awaitTasks(...wanted)).map((task) => ({ task, isHopeless: false }));
}

/** All at once; where one can't be followed, the others are no more either. */
async function followAll(
  { context, cluster }: World,
  tasks: readonly BatchTask[],
  timeoutMs: number,
  following: Following,
): Promise<Followed[]> {
  const all: Promise<Followed>[] = [];
  try {
    return await withDeadline(context, { open: () => openOf(following.latest), timeoutMs }, (limited) => {
      all.push(...tasks.map((task) => followTask({ context: limited, cluster }, task, following)));
      return Promise.all(all);
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
