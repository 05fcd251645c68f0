import { Command } from "commander";
import { KIND, RERUN_ANNOTATION } from "../../api/group.ts";
import { BATCHTASKS } from "../../api/resources.ts";
import { isRecord } from "../../kube/json.ts";
import { trust } from "../../kube/resource.ts";
import { addDryRunOption } from "../change.ts";
import type { Applied } from "../cluster/apply.ts";
import { type Cluster, withCluster } from "../cluster/connect.ts";
import type { Context } from "../context.ts";
import { noTask } from "../input/no-task.ts";
import { addLogOptions, type LogOptions } from "../logs/options.ts";
import { addFileOptions, addOutputOption, type FileOptions, type GlobalOptions } from "../options.ts";
import { type Format, formatOf } from "../output/format.ts";
import { isObjectFormat, printObjects } from "../output/print.ts";
import type { Verb } from "../verb.ts";
import { isFinished } from "../view/lifecycle.ts";
import { addWaitOptions, type WaitOptions } from "../wait/options.ts";

const FORMATS = ["text", "name", "json", "yaml", "jsonpath"] as const;

interface Options extends GlobalOptions, FileOptions, LogOptions, WaitOptions {
  rerun?: true;
  forceConflicts?: true;
  dryRun: boolean;
  output?: string;
}

/** `run`: applies what the files hold, and sees the tasks through. */
export const run: Verb = (context) =>
  addLogOptions(addWaitOptions(addDryRunOption(addOutputOption(addFileOptions(new Command("run")), FORMATS))))
    .description("apply BatchTasks and what else the files hold; with --wait, exit with their outcome")
    .option("--rerun", "run them once more, changed or not")
    .option(
      "--force-conflicts",
      "take over fields that somebody else has set, as kubectl apply --server-side does",
    )
    .action(async (_options: unknown, command: Command) => {
      const options = command.optsWithGlobals<Options>();
      const format = formatOf(options.output, FORMATS);
      const objects = await read(context, options);
      await withCluster(context, options, async (cluster) => {
        const applied = await applyAll(context, cluster, { objects, options, format });
        if (options.dryRun || (!options.wait && !options.logs)) return;
        const { waitAndFollow } = await import("../wait/wait-and-follow.ts");
        const appliedTasks = applied.filter(isTask);
        const tasks = appliedTasks.map(({ object }) => trust(BATCHTASKS, { ...object }));
        for (const [at, { name, did }] of appliedTasks.entries()) {
          const task = tasks[at];
          if (did !== "unchanged" || !task || !isFinished(task)) continue;
          context.stderr.write(
            `${name} is as it was, so no run is started and the last one counts; --rerun runs it again\n`,
          );
        }
        await waitAndFollow({ context, cluster }, tasks, options);
      });
    });

async function read(context: Context, options: Options): Promise<Record<string, unknown>[]> {
  const [{ readSources }, { kindOf, manifestsOf }] = await Promise.all([
    import("../input/sources.ts"),
    import("../input/manifests.ts"),
  ]);
  const manifests = manifestsOf(await readSources(context, options));
  if (manifests.some((manifest) => kindOf(manifest) === KIND)) return manifests.map(({ object }) => object);
  throw noTask(manifests.map(kindOf));
}

async function applyAll(
  context: Context,
  cluster: Cluster,
  {
    objects,
    options,
    format,
  }: { objects: readonly Record<string, unknown>[]; options: Options; format: Format },
): Promise<Applied[]> {
  const [{ applyObject }, { createDiscovery }] = await Promise.all([
    import("../cluster/apply.ts"),
    import("../cluster/discovery.ts"),
  ]);
  const { dryRun, forceConflicts = false } = options;
  const { signal, stdout, stderr } = context;
  const resourceOf = createDiscovery(cluster, signal);
  // What the pods write has stdout for itself.
  const told = options.logs ? stderr : stdout;
  const suffix = dryRun ? " (server dry run)" : "";
  const all: Applied[] = [];
  for (const object of objects) {
    const resource = await resourceOf(object);
    const wanted = asWanted(context, object, options);
    const applied = await applyObject(
      cluster,
      { resource, object: wanted },
      { dryRun, forceConflicts, signal },
    );
    all.push(applied);
    if (!isObjectFormat(format)) told.write(`${applied.name} ${applied.did}${suffix}\n`);
  }
  const applied = all.map(({ object }) => object);
  if (isObjectFormat(format)) await printObjects(context, applied, format);
  return all;
}

const isTask = ({ object }: Applied): boolean => object.kind === KIND;

/** With --rerun the annotation that asks for one more run is part of what is applied: an edit and a rerun are one run. */
function asWanted(
  { clock }: Context,
  object: Record<string, unknown>,
  { rerun }: Options,
): Record<string, unknown> {
  if (!rerun || object["kind"] !== KIND) return object;
  const metadata = isRecord(object["metadata"]) ? object["metadata"] : {};
  const annotations = isRecord(metadata["annotations"]) ? metadata["annotations"] : {};
  const asked = { ...annotations, [RERUN_ANNOTATION]: new Date(clock.now()).toISOString() };
  return { ...object, metadata: { ...metadata, annotations: asked } };
}
