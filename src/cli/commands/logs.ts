import { Command, Option } from "commander";
import { BATCHTASKS } from "../../api/resources.ts";
import { awaitTasks } from "../wait/await.ts";
import { type Cluster, withCluster } from "../cluster/connect.ts";
import { findTask } from "../task/find.ts";
import type { Context } from "../context.ts";
import { usageError } from "../errors.ts";
import { addLogOptions, type LogOptions } from "../logs/options.ts";
import { podsOf, runOf } from "../logs/run.ts";
import type { GlobalOptions } from "../options.ts";
import { createProgressDisplay } from "../output/progress-display.ts";
import type { Verb } from "../verb.ts";

interface Options extends GlobalOptions, LogOptions {
  follow?: true;
  run?: number;
}

/** `logs`: what all pods of a run have written, or write. */
export const logs: Verb = (context) =>
  addLogOptions(new Command("logs"))
    .description("print the logs of all pods of a run")
    .argument("<name>", "name of a BatchTask; @latest is the one that ran last")
    .option("-f, --follow", "go on until the run has ended, with the pods that are yet to come")
    .addOption(new Option("--run <number>", "an earlier run, while its pods last").argParser(runNumber))
    .action(async (name: string, _options: unknown, command: Command) => {
      const options = command.optsWithGlobals<Options>();
      if (options.follow && options.previous) throw usageError("-f and --previous can't be combined");
      await withCluster(context, options, (cluster) => show(context, cluster, { name, options }));
    });

async function show(
  context: Context,
  cluster: Cluster,
  { name, options }: { name: string; options: Options },
): Promise<void> {
  const task = await begun(context, cluster, { name, options });
  const run = runOf(task, options.run);
  const { createPrinter } = await import("../logs/printer.ts");
  const printer = createPrinter(context, task, options);
  const isCurrent = task.status?.run?.number === run.number && task.status.run.completionTime === undefined;
  if (!options.follow || !isCurrent) {
    const { printLogs } = await import("../logs/print-once.ts");
    const pods = await podsOf(cluster, run, context.signal);
    return await printLogs({ context, cluster }, { run, pods, options, printer });
  }
  const [{ withInformer }, { followLogs }] = await Promise.all([
    import("../cluster/informer.ts"),
    import("../logs/follow.ts"),
  ]);
  const scope = { namespace: run.namespace, fieldSelector: `metadata.name=${run.task}` };
  await withInformer({ context, cluster }, BATCHTASKS, scope, async ({ store }) => {
    const isRunFinished = () => {
      const now = store.list()[0]?.status?.run;
      return now?.number !== run.number || now.completionTime !== undefined;
    };
    await followLogs({ context, cluster }, { run, options, printer, isRunFinished });
  });
}

/** The task; with -f once it has a run. */
async function begun(
  context: Context,
  cluster: Cluster,
  { name, options }: { name: string; options: Options },
) {
  const task = await findTask(cluster, name, context.signal);
  if (!options.follow || task.status?.run) return task;
  const until = ({ status }: typeof task) => status?.run !== undefined;
  const progress = createProgressDisplay(context);
  const [found = task] = await awaitTasks(
    { context, cluster },
    { tasks: [task], until, timeoutMs: 0 },
    progress,
  );
  return found;
}

function runNumber(text: string): number {
  if (/^[1-9]\d*$/.test(text)) return Number(text);
  throw usageError(`--run ${text}: give the number of a run, from 1`);
}
