import type { Pod } from "../../api/job.ts";
import { PODS } from "../../api/resources.ts";
import { type Informer, withInformer } from "../cluster/informer.ts";
import type { Cluster } from "../cluster/connect.ts";
import type { Context } from "../context.ts";
import { type Instance, startedIn } from "./instances.ts";
import { type LogQuery, readLines } from "./lines.ts";
import type { LogOptions } from "./options.ts";
import type { LogPrinter } from "./printer.ts";
import { isOfRun, podSelector, type TaskRun } from "./run.ts";

/** How often it is asked whether the run is over. */
const LOOK_MS = 500;
/** Before a log that broke off is opened again. */
const REOPEN_MS = 1_000;

export interface Following {
  run: TaskRun;
  options: LogOptions;
  printer: LogPrinter;
  /** Whether no further pod will come. */
  isRunFinished: () => boolean;
}

interface World {
  context: Context;
  cluster: Cluster;
}

/** Prints what the pods of a run write, those that are yet to come included, until it is over and all is read. */
export async function followLogs(world: World, following: Following): Promise<void> {
  const { run } = following;
  const scope = { namespace: run.namespace, labelSelector: podSelector(run) };
  await withInformer(world, PODS, scope, (follower) => followPods(world, following, follower));
}

async function followPods(
  world: World,
  { run, options, printer, isRunFinished }: Following,
  { store, next }: Informer<Pod>,
): Promise<void> {
  const seen = new Set<string>();
  const printed = new Map<string, string>();
  const open = new Set<Promise<void>>();
  let wasOver = false;
  for (;;) {
    // Asked before the pods are looked at, and twice: what is told of pods may come a little later.
    const over = isRunFinished();
    const pods = store.list().filter((pod) => isOfRun(pod, run));
    printer.see(pods);
    for (const instance of pods.flatMap((pod) => startedIn(pod, options, run.jobName))) {
      if (seen.has(keyOf(instance))) continue;
      const isMissed =
        instance.restarts > 0 && !seen.has(keyOf({ ...instance, restarts: instance.restarts - 1 }));
      seen.add(keyOf(instance));
      const reading = readThrough(world, {
        instance,
        isMissed,
        options,
        printer,
        pods: () => store.list(),
        printed,
      });
      open.add(reading);
      void reading.finally(() => open.delete(reading));
    }
    if (over && wasOver && open.size === 0) return;
    wasOver = over;
    await next(LOOK_MS);
  }
}

const keyOf = ({ podUID, container, restarts }: Instance): string => `${podUID}/${container}/${restarts}`;

interface Reading {
  instance: Instance;
  /** The container has lived before, and that was not read. */
  isMissed: boolean;
  options: LogOptions;
  printer: LogPrinter;
  pods: () => Pod[];
  /**
   * The time of the last line of each container that was printed. The API server gives the log of a container, not of
   * one of its lives: a log that is opened again as the container starts anew is that of the next life.
   */
  printed: Map<string, string>;
}

/** Reads one life of a container to its end; never rejects. */
async function readThrough({ context, cluster }: World, reading: Reading): Promise<void> {
  const { clock, signal, stderr } = context;
  const { instance, isMissed, options, printer, pods, printed } = reading;
  const { label } = instance;
  const container = `${instance.podUID}/${instance.container}`;
  const read = async (query: LogQuery) => {
    for await (const line of readLines(cluster.transport, instance, query, signal)) {
      if (line.time <= (printed.get(container) ?? "")) continue;
      printed.set(container, line.time);
      printer.print(label, line);
    }
  };
  try {
    if (isMissed) await read({ previous: true }).catch(() => undefined);
    await read({ follow: true, ...first(options) });
    while (isStillRunning(pods(), instance)) {
      await clock.sleep(REOPEN_MS, signal);
      await read({ follow: true, sinceTime: wholeSeconds(printed.get(container)) });
    }
  } catch (error) {
    if (signal.aborted) return;
    const why = error instanceof Error ? error.message : String(error);
    stderr.write(
      `Warning: the log of pod ${instance.pod}, container ${instance.container}, breaks off: ${why}\n`,
    );
  }
}

/** The API takes no fractions; what was printed since is known by its time. */
function wholeSeconds(time: string | undefined): string | undefined {
  return time?.replace(/\.\d+/, "");
}

function first({ tail, since }: LogOptions): LogQuery {
  return {
    ...(tail !== undefined && { tailLines: tail }),
    ...(since !== undefined && { sinceSeconds: Math.max(1, Math.round(since / 1000)) }),
  };
}

function isStillRunning(pods: readonly Pod[], { podUID, container, restarts }: Instance): boolean {
  const pod = pods.find(({ metadata }) => metadata?.uid === podUID);
  const statuses = [...(pod?.status?.initContainerStatuses ?? []), ...(pod?.status?.containerStatuses ?? [])];
  const status = statuses.find(({ name }) => name === container);
  return status?.restartCount === restarts && status.state?.running !== undefined;
}
