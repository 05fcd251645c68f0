import { Command } from "commander";
import type { BatchTask } from "../../api/batchtask.ts";
import { BATCHTASKS } from "../../api/resources.ts";
import { type Cluster, withCluster } from "../cluster/connect.ts";
import { findTask, findTasks, type Selection } from "../task/find.ts";
import type { Context } from "../context.ts";
import { usageError } from "../errors.ts";
import { addOutputOption, addSelectorOptions, type GlobalOptions } from "../options.ts";
import { type Format, formatOf } from "../output/format.ts";
import { isObjectFormat, OBJECT_FORMATS, printObjects } from "../output/print.ts";
import { type Screen, screenOn } from "../output/screen.ts";
import { styleFor } from "../output/style.ts";
import { table } from "../output/table.ts";
import type { Verb } from "../verb.ts";
import { isOnSchedule } from "../view/lifecycle.ts";
import { taskColumns } from "../view/tasks.ts";

const FORMATS = ["table", "wide", ...OBJECT_FORMATS] as const;
/** Live columns of a terminal are drawn this often. */
const REDRAW_MS = 1_000;

interface Options extends GlobalOptions {
  output?: string;
  allNamespaces?: true;
  selector?: string;
  watch?: true;
  /** False: --no-headers. */
  headers: boolean;
}

/** `get`: the tasks, as `kubectl get batchtasks` has them, with durations that go on. */
export const get: Verb = (context) =>
  addSelectorOptions(addOutputOption(new Command("get"), FORMATS))
    .description("list BatchTasks, with live durations")
    .argument("[names...]", "names of BatchTasks; @latest is the one that ran last")
    .option("-w, --watch", "go on as they change; on a terminal the table stays and is redrawn")
    .option("--no-headers", "no line of titles")
    .action(async (names: string[], _options: unknown, command: Command) => {
      const options = command.optsWithGlobals<Options>();
      const format = formatOf(options.output, FORMATS);
      await withCluster(context, options, async (cluster) => {
        const selection = { ...options, names };
        if (options.watch) await watch(context, cluster, selection, format);
        else await show(context, cluster, selection, format);
      });
    });

type Asked = Options & Selection;

async function show(context: Context, cluster: Cluster, asked: Asked, format: Format): Promise<void> {
  const tasks = await findTasks(cluster, asked, context.signal);
  if (isObjectFormat(format))
    return await printObjects(context, tasks, format, { list: asked.names.length !== 1 });
  if (tasks.length === 0) return context.stderr.write(`${emptiness(cluster, asked)}\n`);
  context.stdout.write(textOf(context, tasks, asked, format));
}

const emptiness = ({ namespace }: Cluster, { allNamespaces }: Asked): string =>
  allNamespaces ? "No BatchTasks found" : `No BatchTasks found in namespace ${namespace}`;

/** `schedules`: with their columns, or without, whatever these tasks are. */
type Drawn = Asked & { widths?: number[]; schedules?: boolean };

function textOf(context: Context, tasks: readonly BatchTask[], asked: Drawn, format: Format): string {
  const now = new Date(context.clock.now()).toISOString();
  const style = styleFor(context.stdout, context, asked);
  const wide = format.kind === "wide";
  const { headers, widths, schedules = tasks.some(isOnSchedule) } = asked;
  const columns = taskColumns(style, {
    now,
    namespaces: asked.allNamespaces === true,
    schedules,
    timeZone: context.timeZone,
    wide,
  });
  return table(columns, tasks, { wide, columns: context.stdout.columns, headers, widths });
}

/** On a terminal the table is redrawn; anywhere else each change adds a line, as kubectl has it. */
async function watch(context: Context, cluster: Cluster, asked: Asked, format: Format): Promise<void> {
  const { withInformer } = await import("../cluster/informer.ts");
  const scope = await scopeOf(context, cluster, asked);
  await withInformer({ context, cluster }, BATCHTASKS, scope, async ({ store, next }) => {
    const screen = isObjectFormat(format) ? undefined : screenOn(context.stdout);
    if (screen) return await redraw({ context, asked, format, screen }, () => store.list(), next);
    let headers = asked.headers;
    const widths: number[] = [];
    let schedules: boolean | undefined;
    for (;;) {
      const changed = (await next(REDRAW_MS)).map(({ object }) => object);
      if (changed.length === 0) continue;
      if (isObjectFormat(format)) for (const task of changed) await printObjects(context, [task], format);
      else {
        // The columns stay those of the first lines.
        schedules ??= changed.some(isOnSchedule);
        context.stdout.write(textOf(context, changed, { ...asked, headers, widths, schedules }, format));
      }
      headers = false;
    }
  });
}

async function scopeOf({ signal }: Context, cluster: Cluster, { names, selector, allNamespaces }: Asked) {
  const { namespace } = cluster;
  const [name] = names;
  if (name === undefined)
    return { namespace: allNamespaces ? undefined : namespace, labelSelector: selector };
  if (names.length > 1 || selector !== undefined || allNamespaces)
    throw usageError("-w takes one name, or none", "Follow several by -l, or all of the namespace");
  const { metadata } = await findTask(cluster, name, signal);
  return { namespace, fieldSelector: `metadata.name=${metadata.name}` };
}

interface Drawing {
  context: Context;
  asked: Asked;
  format: Format;
  screen: Screen;
}

const key = ({ metadata }: BatchTask): string => `${metadata.namespace}/${metadata.name}`;

async function redraw(
  { context, asked, format, screen }: Drawing,
  list: () => BatchTask[],
  next: (ms: number) => Promise<unknown>,
): Promise<void> {
  try {
    for (;;) {
      const tasks = list().toSorted((a, b) => (key(a) < key(b) ? -1 : 1));
      screen.draw(textOf(context, tasks, asked, format));
      await next(REDRAW_MS);
    }
  } finally {
    screen.leave();
  }
}
