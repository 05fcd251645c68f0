import { Command } from "commander";
import type { BatchTask } from "../../api/batchtask.ts";
import { KIND } from "../../api/group.ts";
import { BATCHTASKS } from "../../api/resources.ts";
import type { KubeObject } from "../../kube/object.ts";
import { trust } from "../../kube/resource.ts";
import type { Applied } from "../cluster/apply.ts";
import { type Cluster, withCluster } from "../cluster/connect.ts";
import type { Context } from "../context.ts";
import { usageError } from "../errors.ts";
import { addLogOptions, type LogOptions } from "../logs/options.ts";
import { addFileOptions, addOutputOption, type FileOptions, type GlobalOptions } from "../options.ts";
import { type Format, formatOf } from "../output/format.ts";
import { isObjectFormat, printObjects } from "../output/print.ts";
import { addDryRun, type DryRun } from "../run/dry-run.ts";
import { addNamedOptions, type NamedOptions, type NamedTask, namedTask } from "../run/named.ts";
import { wordsBehindDashes } from "../run/words.ts";
import type { Verb } from "../verb.ts";
import { isFinished, isOnSchedule } from "../view/lifecycle.ts";
import { fullName } from "../view/outcome.ts";
import { addWaitOptions, type WaitOptions } from "../wait/options.ts";

const FORMATS = ["text", "name", "json", "yaml", "jsonpath"] as const;

const SUMMARY =
  "apply BatchTasks and what else the files hold, or create one by NAME --image; with --wait, exit with their outcome";

interface Options extends GlobalOptions, FileOptions, LogOptions, WaitOptions, NamedOptions {
  rerun?: true;
  forceConflicts?: true;
  dryRun: DryRun;
  output?: string;
}

/** `run`: applies what the files hold or creates one task, and sees the tasks through. */
export const run: Verb = (context) =>
  addLogOptions(
    addWaitOptions(addDryRun(addOutputOption(addNamedOptions(addFileOptions(new Command("run"))), FORMATS))),
  )
    .summary(SUMMARY)
    .description(
      `${SUMMARY}. Of several objects each one that fails is told, the others go on, and the exit code is the worst one`,
    )
    .option("--rerun", "run them once more, changed or not")
    .option(
      "--force-conflicts",
      "take over fields that somebody else has set, as kubectl apply --server-side does",
    )
    .action(async (words: string[], _options: unknown, command: Command) => {
      const options = command.optsWithGlobals<Options>();
      const format = formatOf(options.output, FORMATS);
      const named = namedTask(words, wordsBehindDashes(command), options);
      if (named) return await runNamed(context, named, { options, format });
      if (options.dryRun === "client")
        throw usageError(
          "--dry-run=client goes with NAME alone",
          "Of files `kubectl batchtask render -f FILE` shows what would run, and asks no cluster",
        );
      await runFiles(context, { options, format });
    });

interface How {
  options: Options;
  format: Format;
}

async function runNamed(context: Context, task: NamedTask, how: How): Promise<void> {
  const { options } = how;
  if (options.rerun || options.forceConflicts)
    throw usageError("--rerun and --force-conflicts go with -f: NAME is a new task");
  const { createNamed, taskManifest } = await import("../run/create.ts");
  if (options.dryRun === "client") {
    const manifest = taskManifest(task, options.namespace);
    return await tellCreated(context, manifest, how);
  }
  await withCluster(context, options, async (cluster) => {
    const { signal } = context;
    const created = await createNamed(cluster, task, { dryRun: options.dryRun === "server", signal });
    await tellCreated(context, created, how);
    await seeThrough(context, cluster, [created], options);
  });
}

async function tellCreated(context: Context, object: KubeObject, how: How): Promise<void> {
  const { format } = how;
  if (isObjectFormat(format)) return await printObjects(context, [object], format);
  tell(context, how, { name: fullName(object), did: "created" });
}

async function runFiles(context: Context, how: How): Promise<void> {
  const { options, format } = how;
  const { applyAll, readObjects } = await import("../run/apply.ts");
  const manifests = await readObjects(context, options);
  await withCluster(context, options, async (cluster) => {
    const applied = await applyAll(context, cluster, manifests, {
      options: { ...options, dryRun: options.dryRun === "server" },
      tell: (one) => tell(context, how, one),
    });
    const objects = applied.map(({ object }) => object);
    if (isObjectFormat(format) && objects.length > 0)
      await printObjects(context, objects, format, { list: manifests.length > 1 });
    await seeThrough(context, cluster, tasksIn(context, applied, options), options);
  });
}

function tell({ stdout, stderr }: Context, { options, format }: How, one: Omit<Applied, "object">): void {
  if (isObjectFormat(format)) return;
  const suffix = { none: "", client: " (dry run)", server: " (server dry run)" }[options.dryRun];
  // What the pods write has stdout for itself.
  const output = options.logs ? stderr : stdout;
  output.write(`${one.name} ${one.did}${suffix}\n`);
}

/** The tasks among what was applied; of those that are not run it is told. */
function tasksIn({ stderr }: Context, applied: readonly Applied[], options: Options): BatchTask[] {
  const own = applied.filter(({ object }) => object.kind === KIND);
  return own.map(({ object, name, did }) => {
    const task = trust(BATCHTASKS, { ...object });
    // Of one on a schedule it is said what it waits for.
    if (did === "unchanged" && isSeenThrough(options) && isFinished(task) && !isOnSchedule(task))
      stderr.write(
        `${name} is as it was, so no run is started and the last one counts; --rerun runs it again\n`,
      );
    return task;
  });
}

const isSeenThrough = ({ dryRun, wait, logs }: Options): boolean =>
  dryRun === "none" && (wait === true || logs === true);

async function seeThrough(
  context: Context,
  cluster: Cluster,
  tasks: readonly BatchTask[],
  options: Options,
): Promise<void> {
  if (!isSeenThrough(options) || tasks.length === 0) return;
  const { waitAndFollow } = await import("../wait/wait-and-follow.ts");
  await waitAndFollow({ context, cluster }, tasks, options);
}
