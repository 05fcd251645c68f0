import type { Job } from "../../api/job.ts";
import { describe } from "../../status/events.ts";
import { withCluster } from "../cluster/connect.ts";
import type { Context } from "../context.ts";
import { eachOf } from "../each.ts";
import { type Manifest, manifestsOf } from "../input/manifests.ts";
import { noTask } from "../input/no-task.ts";
import { inFile } from "../input/place.ts";
import { readSources } from "../input/sources.ts";
import { createJudge } from "../lint/cel.ts";
import { isTask, namespaceOf } from "../lint/objects.ts";
import { loadSchemas } from "../lint/schemas.ts";
import type { FileOptions, GlobalOptions } from "../options.ts";
import { readPolicySet } from "../policies/from-cluster.ts";
import type { PolicyOptions } from "../policies/options.ts";
import { policiesFor } from "../policies/sources.ts";
import { runFor } from "./run-facts.ts";
import { dryRunJob, dryRunTask } from "./server.ts";
import { type Rendered, render, taskFrom } from "./task.ts";

/** The objects that -f names, and the way to read a BatchTask of them. */
export async function readTasks(context: Context, options: FileOptions) {
  const manifests = manifestsOf(await readSources(context, options));
  const form = { schema: loadSchemas().task, judge: createJudge() };
  return {
    manifests,
    taskOf: (manifest: Manifest, namespace: string) => taskFrom(manifest, namespace, form),
  };
}

/**
 * The Jobs of the first runs, by the files alone. Their names and owners' UIDs are placeholders. Of several tasks each
 * that has none is told.
 * @throws CliError where there is no task
 */
export async function renderLocally(
  context: Context,
  options: GlobalOptions & FileOptions & PolicyOptions,
): Promise<Job[]> {
  const { manifests, taskOf } = await readTasks(context, options);
  const { policies, namespace } = await policiesFor(context, options, manifests);
  const own = tasksAmong(manifests);
  const now = context.clock.now();
  const place = (manifest: Manifest, line: string) => (own.length > 1 ? inFile(manifest, line) : line);
  const jobs = await eachOf(context, own, place, async (manifest) => {
    const task = taskOf(manifest, namespace);
    return told(context, task.metadata.name, render(task, policies, runFor(task, undefined, now)));
  });
  if (jobs.length > 0) noteNames(context);
  return jobs;
}

/**
 * The Jobs as the API server would store them. Each task that it refuses is told with its file.
 * @throws CliError where there is no task
 */
export async function renderOnServer(
  context: Context,
  options: GlobalOptions & FileOptions & PolicyOptions,
): Promise<Job[]> {
  const { manifests, taskOf } = await readTasks(context, options);
  const own = tasksAmong(manifests);
  return await withCluster(context, options, async ({ client, namespace, ...cluster }) => {
    const { newId, signal } = context;
    const call = { client, newId, signal };
    const namespaces = own.map((manifest) => namespaceOf(manifest, namespace));
    const policies = await readPolicySet(context, client, namespaces);
    let isNew = false;
    const jobs = await eachOf(context, own, inFile, async (manifest) => {
      const { next, live } = await dryRunTask(call, taskOf(manifest, namespace));
      const job = told(
        context,
        next.metadata.name,
        render(next, policies, runFor(next, live, cluster.now())),
      );
      const stored = await dryRunJob(call, job);
      isNew ||= live === undefined;
      return stored;
    });
    if (isNew) noteNames(context);
    return jobs;
  });
}

function tasksAmong(manifests: readonly Manifest[]): Manifest[] {
  const tasks = manifests.filter(isTask);
  if (tasks.length === 0) throw noTask();
  return tasks;
}

function noteNames({ stderr }: Context): void {
  stderr.write("note: a Job's name and its owner's UID are known once its task is stored\n");
}

/** What the guardrails changed goes to stderr, so that stdout is the Job alone. */
function told({ stderr }: Context, name: string, { job, guarded }: Rendered): Rendered["job"] {
  for (const adjustment of guarded.adjustments)
    stderr.write(`adjusted: ${name}: spec.${describe(adjustment)}\n`);
  for (const { message } of guarded.violations) stderr.write(`warning: ${name}: ${message}\n`);
  return job;
}
