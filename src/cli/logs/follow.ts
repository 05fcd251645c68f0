import type { Pod } from "../../api/job.ts";
import { PODS } from "../../api/resources.ts";
import { type Informer, withInformer } from "../cluster/informer.ts";
import type { Cluster } from "../cluster/connect.ts";
import type { Context } from "../context.ts";
import { type Instance, keyOf, startedIn } from "./instances.ts";
import { type Reading, readThrough } from "./life.ts";
import type { LogOptions } from "./options.ts";
import type { LogPrinter } from "./printer.ts";
import { isOfRun, podSelector, type TaskRun } from "./run.ts";

/** How often it is asked whether the run is over. */
const LOOK_MS = 500;

export interface Following {
  run: TaskRun;
  options: LogOptions;
  printer: LogPrinter;
  /** Whether no further pod will come. */
  isRunFinished: () => boolean;
  /** Whether it is no use to wait any longer for pods that can't start. */
  isHopeless?: () => Promise<boolean>;
}

interface World {
  context: Context;
  cluster: Cluster;
}

/**
 * Prints what the pods of a run write, those that are yet to come included, until it is over and all is read, or until
 * its pods are given up.
 */
export async function followLogs(world: World, following: Following): Promise<"over" | "hopeless"> {
  const { run } = following;
  const scope = { namespace: run.namespace, labelSelector: podSelector(run) };
  return await withInformer(world, PODS, scope, async (follower) => {
    const end = new AbortController();
    const signal = AbortSignal.any([world.context.signal, end.signal]);
    const open = new Set<Promise<void>>();
    try {
      const within = { ...world, context: { ...world.context, signal } };
      return await followPods(within, following, { ...follower, open });
    } finally {
      // Of a pod that is given up, a sidecar may write for ever.
      end.abort();
      await Promise.all(open);
    }
  });
}

async function followPods(
  world: World,
  { run, options, printer, isRunFinished, isHopeless }: Following,
  { store, next, open }: Informer<Pod> & { open: Set<Promise<void>> },
): Promise<"over" | "hopeless"> {
  const seen = new Set<string>();
  const printed = new Map<string, string>();
  const read = (instance: Instance): void => {
    const before = { ...instance, restarts: instance.restarts - 1 };
    const isMissed = instance.restarts > 0 && !seen.has(keyOf(before));
    seen.add(keyOf(instance));
    const reading: Reading = { instance, isMissed, options, printer, pods: () => store.list(), printed };
    const done = readThrough(world, reading);
    open.add(done);
    void done.finally(() => open.delete(done));
  };
  let wasOver = false;
  for (;;) {
    // Asked before the pods are looked at, and twice: what is told of pods may come a little later.
    const over = isRunFinished();
    const pods = store.list().filter((pod) => isOfRun(pod, run));
    printer.see(pods);
    const started = pods.flatMap((pod) => startedIn(pod, options, run.jobName));
    for (const instance of started) if (!seen.has(keyOf(instance))) read(instance);
    if (over && wasOver && open.size === 0) return "over";
    wasOver = over;
    if (await isHopeless?.()) return "hopeless";
    await next(LOOK_MS);
  }
}
