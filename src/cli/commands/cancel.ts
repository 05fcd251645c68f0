import { Command } from "commander";
import type { BatchTask } from "../../api/batchtask.ts";
import { BATCHTASKS } from "../../api/resources.ts";
import {
  addChangeOptions,
  addTimeoutOption,
  type Change,
  type ChangeOptions,
  changeTasks,
} from "../change.ts";
import type { Client } from "../../kube/client.ts";
import type { Cluster } from "../cluster/connect.ts";
import type { Context } from "../context.ts";
import { CliError } from "../errors.ts";
import { EXIT } from "../exit-codes.ts";
import { createProgressDisplay } from "../output/progress-display.ts";
import type { Verb } from "../verb.ts";
import { isFinished, isOnSchedule } from "../view/lifecycle.ts";

interface Options extends ChangeOptions {
  /** False: --no-wait. */
  wait: boolean;
  timeout: number;
}

const LOOK_MS = 500;

/**
 * `cancel`: deletes tasks that have not ended, in the foreground: Job and pods go first, each within its
 * grace period. What has ended stays, since its result is all that a deletion would take away; and what is on a schedule,
 * since the runs to come would be gone, too.
 */
export const cancel: Verb = (context) =>
  addTimeoutOption(addChangeOptions(new Command("cancel")))
    .description(
      "end BatchTasks that go on: deletes them, their Jobs and their pods; to pause one, see suspend",
    )
    .option("--no-wait", "do not wait until they are gone")
    .action(async (names: string[], _options: unknown, command: Command) => {
      const options = command.optsWithGlobals<Options>();
      await changeTasks(context, { names, options }, CANCEL, async (cluster, tasks) => {
        if (options.wait) await awaitGone(context, cluster, { tasks, timeoutMs: options.timeout });
      });
    });

/** Deletes a task that has not ended, in the foreground. */
export const CANCEL: Change = {
  did: "cancelled",
  idle: (task) => {
    const { name } = task.metadata;
    if (isOnSchedule(task)) return scheduleSay(name);
    return isFinished(task)
      ? `it has ended; \`kubectl delete batchtask ${name}\` removes its result`
      : undefined;
  },
  change: async ({ client }, task, how) => {
    const { name, namespace, uid } = task.metadata;
    await client.delete(BATCHTASKS, { name, namespace }, { uid, propagationPolicy: "Foreground", ...how });
    return task;
  },
};

/** To end one run is one thing, to take the schedule away another. */
const scheduleSay = (name: string): string =>
  `it is on a schedule, which would be deleted with it; \`kubectl batchtask suspend ${name}\` stops its pods and its schedule, \`kubectl delete batchtask ${name}\` removes all of it`;

async function awaitGone(
  context: Context,
  { client }: Cluster,
  { tasks, timeoutMs }: { tasks: readonly BatchTask[]; timeoutMs: number },
): Promise<void> {
  const { clock, signal } = context;
  const end = timeoutMs === 0 ? Number.POSITIVE_INFINITY : clock.monotonic() + timeoutMs;
  const progress = createProgressDisplay(context);
  const awaitOne = async (task: BatchTask) => {
    const { name, uid } = task.metadata;
    while (await isThere(client, task, signal)) {
      progress.show([{ key: uid, text: `${name}: its pods are ending` }]);
      if (clock.monotonic() >= end) throw notGone(task, timeoutMs);
      await clock.sleep(LOOK_MS, signal);
    }
  };
  try {
    for (const task of tasks) await awaitOne(task);
  } finally {
    progress.end();
  }
}

async function isThere(client: Client, { metadata }: BatchTask, signal: AbortSignal): Promise<boolean> {
  const { name, namespace, uid } = metadata;
  return (await client.get(BATCHTASKS, { name, namespace }, { signal }))?.metadata.uid === uid;
}

function notGone({ metadata: { name, namespace } }: BatchTask, timeoutMs: number): CliError {
  return new CliError(
    `timed out after ${timeoutMs / 1000}s: ${name} is being deleted, and its pods have not ended yet`,
    EXIT.TimedOut,
    `See \`kubectl get pods -n ${namespace} -l batchtask.dev/name=${name}\``,
  );
}
