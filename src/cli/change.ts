import { type Command, Option } from "commander";
import type { BatchTask } from "../api/batchtask.ts";
import { type Cluster, withCluster } from "./cluster/connect.ts";
import { findNamedTasks } from "./task/find.ts";
import type { Context } from "./context.ts";
import { usageError } from "./errors.ts";
import { addOutputOption, durationMs, type GlobalOptions } from "./options.ts";
import { formatOf } from "./output/format.ts";
import { isObjectFormat, printObjects } from "./output/print.ts";
import { fullName } from "./view/outcome.ts";

const FORMATS = ["text", "name", "json", "yaml", "jsonpath"] as const;

/** Options of verbs that change tasks. */
export interface ChangeOptions extends GlobalOptions {
  output?: string;
  selector?: string;
  dryRun: boolean;
}

/** A verb that changes tasks one by one. */
export interface Change {
  /** What is said of a task that was changed. */
  did: string;
  /** Why there is nothing to do; undefined: there is. Pure. */
  idle: (task: BatchTask) => string | undefined;
  /** Resolves with the changed task. Called where there is something to do. */
  change: (
    cluster: Cluster,
    task: BatchTask,
    options: { dryRun: boolean; signal: AbortSignal },
  ) => Promise<BatchTask>;
}

export function addChangeOptions(command: Command): Command {
  return addDryRunOption(addOutputOption(command, FORMATS))
    .argument("[names...]", "names of BatchTasks; @latest is the one that ran last")
    .option("-l, --selector <selector>", "those with these labels, as in team=data,tier!=test");
}

/** --dry-run=server, and none, as kubectl has them. */
export function addDryRunOption(command: Command): Command {
  return command.addOption(
    new Option("--dry-run <how>", "server: the API server says what would happen, and changes nothing")
      .argParser(dryRun)
      .default(false, "none"),
  );
}

function dryRun(how: string): boolean {
  if (how === "server" || how === "none") return how === "server";
  throw usageError(`--dry-run=${how}: only server and none are known`);
}

export function addTimeoutOption(command: Command): Command {
  return command.addOption(
    new Option("--timeout <duration>", "longest wait, as in 90s or 1h; 0, the default: for ever")
      .argParser(durationMs)
      .default(0, "0"),
  );
}

/** Changes the tasks that the command line names, and says so. Resolves with those that were changed. */
export async function changeTasks(
  context: Context,
  { names, options }: { names: readonly string[]; options: ChangeOptions },
  { did, idle, change }: Change,
  then: (cluster: Cluster, changed: BatchTask[]) => Promise<void> = async () => undefined,
): Promise<void> {
  const format = formatOf(options.output, FORMATS);
  const { dryRun, selector } = options;
  await withCluster(context, options, async (cluster) => {
    const tasks = await findNamedTasks(cluster, { names, selector }, context.signal);
    const changed: BatchTask[] = [];
    for (const task of tasks) {
      const why = idle(task);
      if (why !== undefined) {
        context.stderr.write(`${fullName(task)} unchanged: ${why}\n`);
        continue;
      }
      changed.push(await change(cluster, task, { dryRun, signal: context.signal }));
      if (!isObjectFormat(format))
        context.stdout.write(`${fullName(task)} ${did}${dryRun ? " (server dry run)" : ""}\n`);
    }
    if (isObjectFormat(format)) await printObjects(context, changed, format, { list: tasks.length > 1 });
    if (!dryRun) await then(cluster, changed);
  });
}
