import type { Job } from "../../api/job.ts";
import { describe } from "../../status/events.ts";
import { withCluster } from "../cluster/connect.ts";
import type { Context } from "../context.ts";
import { type Manifest, manifestsOf } from "../input/manifests.ts";
import { readSources } from "../input/sources.ts";
import { createJudge } from "../lint/cel.ts";
import { isTask } from "../lint/objects.ts";
import { loadSchemas } from "../lint/schemas.ts";
import type { FileOptions, GlobalOptions } from "../options.ts";
import { readPolicySet } from "../policies/from-cluster.ts";
import type { PolicyOptions } from "../policies/options.ts";
import { policiesFor } from "../policies/sources.ts";
import { dryRunJob, dryRunTask, runFor } from "./server.ts";
import { FIRST_RUN, type Rendered, render, taskFrom } from "./task.ts";

/** The BatchTasks that -f names, each with the way to read it. */
export async function readTasks(context: Context, options: FileOptions) {
  const manifests = manifestsOf(await readSources(context, options));
  const form = { schema: loadSchemas().task, judge: createJudge() };
  return {
    manifests,
    tasks: (namespace: string) =>
      manifests.filter(isTask).map((manifest: Manifest) => taskFrom(manifest, namespace, form)),
  };
}

/** The Jobs of the first runs, by the files alone. Their names and owners' UIDs are placeholders. */
export async function renderLocally(
  context: Context,
  options: GlobalOptions & FileOptions & PolicyOptions,
): Promise<Job[]> {
  const { manifests, tasks } = await readTasks(context, options);
  const policies = await policiesFor(context, options, manifests);
  const jobs = tasks(options.namespace ?? "default").map((task) =>
    told(context, task.metadata.name, render(task, policies, FIRST_RUN)),
  );
  if (jobs.length > 0) noteNames(context);
  return jobs;
}

/** The Jobs as the API server would store them. */
export async function renderOnServer(
  context: Context,
  options: GlobalOptions & FileOptions & PolicyOptions,
): Promise<Job[]> {
  const { tasks } = await readTasks(context, options);
  return await withCluster(context, options, async ({ client, namespace }) => {
    const { newId, signal } = context;
    const call = { client, newId, signal };
    const policies = await readPolicySet(client, signal);
    const jobs: Job[] = [];
    let isNew = false;
    for (const task of tasks(namespace)) {
      const { next, live } = await dryRunTask(call, task);
      isNew ||= live === undefined;
      jobs.push(
        await dryRunJob(call, told(context, next.metadata.name, render(next, policies, runFor(next, live)))),
      );
    }
    if (isNew) noteNames(context);
    return jobs;
  });
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
