import type { BatchTask } from "../../api/batchtask.ts";
import { JOBS } from "../../api/resources.ts";
import type { Run } from "../../api/status.ts";
import { type Cluster, withCluster } from "../cluster/connect.ts";
import type { Context } from "../context.ts";
import { noTask } from "../input/no-task.ts";
import { isTask } from "../lint/objects.ts";
import type { FileOptions, GlobalOptions } from "../options.ts";
import { styleFor } from "../output/style.ts";
import { readPolicySet } from "../policies/from-cluster.ts";
import type { PolicySet } from "../policies/set.ts";
import { readTasks } from "../render/files.ts";
import { runFor } from "../render/run-facts.ts";
import { dryRunJob, dryRunTask } from "../render/server.ts";
import { render } from "../render/task.ts";
import { cleanJob, cleanTask } from "./clean.ts";
import { consequence } from "./follow.ts";
import { diffText } from "./text.ts";

interface Work {
  context: Context;
  cluster: Cluster;
  policies: PolicySet;
}

/** What one task's file would change: the task itself, and the Job that is or would be made of it. */
interface Change {
  task: { live: object | undefined; next: object };
  /** undefined: of a run that has ended nothing changes. */
  job: { live: object | undefined; next: object } | undefined;
  follows: string;
}

/** Prints the differences between files and cluster. True: there are some. */
export async function diffFiles(context: Context, options: GlobalOptions & FileOptions): Promise<boolean> {
  const { manifests, taskOf } = await readTasks(context, options);
  const style = styleFor(context.stdout, context, options);
  return await withCluster(context, options, async (cluster) => {
    const { client, namespace } = cluster;
    const all = manifests.filter(isTask).map((manifest) => taskOf(manifest, namespace));
    if (all.length === 0) throw noTask();
    const namespaces = all.map(({ metadata }) => metadata.namespace);
    const policies = await readPolicySet(context, client, namespaces);
    let differs = false;
    for (const task of all) {
      const { name, namespace } = task.metadata;
      const { task: one, job, follows } = await changeOf({ context, cluster, policies }, task);
      const text =
        diffText(`BatchTask/${namespace}/${name}`, one.live, one.next, style) +
        (job ? diffText(`Job/${namespace}/${name}`, job.live, job.next, style) : "");
      if (text === "") continue;
      differs = true;
      context.stdout.write(text);
      context.stderr.write(`BatchTask/${name} ${follows}\n`);
    }
    return differs;
  });
}

async function changeOf({ context, cluster, policies }: Work, task: BatchTask): Promise<Change> {
  const { client } = cluster;
  const { newId, signal } = context;
  const call = { client, newId, signal };
  const { next, live } = await dryRunTask(call, task);
  const run = runFor(next, live, cluster.now());
  const changed = { live: live && cleanTask(live), next: cleanTask(next) };
  const follows = consequence(live, next, { now: cluster.now(), timeZone: context.timeZone });
  const present = presentRun(live, run.number);
  if (present?.completionTime !== undefined) return { task: changed, job: undefined, follows };
  const liveJob = await liveJobOf(client, live, signal);
  const goesOn = present && liveJob && { job: liveJob, templateHash: present.templateHash };
  const nextJob = await dryRunJob(call, render(next, policies, run, goesOn).job);
  return { task: changed, job: { live: liveJob && cleanJob(liveJob), next: cleanJob(nextJob) }, follows };
}

function presentRun(live: BatchTask | undefined, number: number): Run | undefined {
  const run = live?.status?.run;
  return run?.number === number ? run : undefined;
}

async function liveJobOf(client: Cluster["client"], task: BatchTask | undefined, signal: AbortSignal) {
  const name = task?.status?.run?.jobName;
  if (!task || name === undefined) return undefined;
  return await client.get(JOBS, { name, namespace: task.metadata.namespace }, { signal });
}
