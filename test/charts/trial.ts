import type { BatchTask, BatchTaskSpec } from "../../src/api/batchtask.ts";
import type { Job, JobSpec } from "../../src/api/job.ts";
import { BATCHTASKS, JOBS } from "../../src/api/resources.ts";
import type { KubeObject } from "../../src/kube/object.ts";
import { shortened, type Shortening } from "./alike.ts";
import type { Converted } from "./convert.ts";
import { driftOf } from "./drift.ts";
import { follow } from "./follow.ts";
import { needsOf } from "./needs.ts";
import { createNeighbours } from "./neighbours.ts";
import { areAlike, type Outcome, outcomeOfJob, outcomeOfTask, sentenceOf } from "./outcome.ts";
import { readObject, refusalOf } from "./original.ts";
import type { Stage } from "./stage.ts";

/** What became of one Job and its task. */
export interface Tried {
  job: string;
  task: string;
  end: Outcome["end"];
  reason: string | undefined;
  /** What is not the same of both, in a sentence each. */
  differences: string[];
  /** Neighbours that the API server refuses. */
  refused: string[];
}

interface Setting {
  stage: Stage;
  /** Tells this trial's namespaces from others'. */
  number: number;
  shortening: Shortening;
  neighbours: readonly KubeObject[];
}

/** Runs a Job and its task, each in a namespace of its own, to their ends. */
export async function tryOut(converted: Converted, task: string, setting: Setting): Promise<Tried> {
  const { stage, number } = setting;
  const [before, after] = await Promise.all([refusalOf(stage, converted.job), refusalOf(stage, task)]);
  const differences =
    (before === undefined) === (after === undefined)
      ? []
      : [`as it is: Job ${before ?? "taken"}; task ${after ?? "taken"}`];
  const names = { job: `charts-job-${number}`, task: `charts-task-${number}` };
  await Promise.all([stage.openNamespace(names.job), stage.openNamespace(names.task)]);
  try {
    const ran = await runBoth(converted, task, { ...setting, names });
    return { ...ran, differences: [...differences, ...ran.differences] };
  } finally {
    await Promise.all([stage.closeNamespace(names.job), stage.closeNamespace(names.task)]);
  }
}

interface Names {
  job: string;
  task: string;
}

async function runBoth(
  converted: Converted,
  text: string,
  { stage, names, shortening, neighbours }: Setting & { names: Names },
): Promise<Tried> {
  const { metadata, spec } = jobOf(await readObject<Job & { spec: JobSpec }>(stage, converted.job));
  const task = await readObject<{ metadata: { name?: string }; spec: BatchTaskSpec }>(stage, text);
  const refused = await Promise.all(
    [names.job, names.task].map((namespace) =>
      createNeighbours(stage.client, namespace, [...neighbours, ...needsOf(spec)]),
    ),
  );
  const [job, ofTask] = await Promise.all([
    follow<Job>(stage, JOBS, {
      object: { metadata: { ...metadata, namespace: names.job }, spec: shortened(spec, shortening) },
      outcomeOf: outcomeOfJob,
    }),
    follow<BatchTask>(stage, BATCHTASKS, {
      object: {
        metadata: { ...task.metadata, namespace: names.task },
        spec: shortened(atOnce(task.spec), shortening),
      },
      outcomeOf: outcomeOfTask,
    }),
  ]);
  const alike = areAlike(job.outcome, ofTask.outcome);
  const said = { job: sentenceOf(job.outcome), task: sentenceOf(ofTask.outcome) };
  const drift = await driftBetween(stage, job.object, ofTask.object);
  return {
    ...said,
    end: job.outcome.end,
    reason: job.outcome.reason,
    refused: refused[0] ?? [],
    differences: [...(alike ? [] : [`ends: Job ${said.job}; task ${said.task}`]), ...drift],
  };
}

/** What a task on a schedule runs at each of its times, now; one that is suspended starts nothing. */
function atOnce({ runs, ...spec }: BatchTaskSpec): BatchTaskSpec {
  const { schedule, ...rest } = runs ?? {};
  return { ...spec, ...(runs && { runs: rest }), ...(schedule?.suspend && { suspend: true }) };
}

/** What `kubectl create job --from=cronjob/NAME` makes of a CronJob; one that is suspended starts nothing. */
function jobOf(object: Job & { spec: JobSpec }): Pick<Job, "metadata"> & { spec: JobSpec } {
  if (!("jobTemplate" in object.spec)) return object;
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the API server has taken it, or says why not
  const cron = object.spec as unknown as { jobTemplate: Job & { spec: JobSpec }; suspend?: boolean };
  const { metadata, spec } = cron.jobTemplate;
  return {
    metadata: { ...metadata, name: object.metadata?.name ?? "" },
    spec: { ...spec, ...(cron.suspend && { suspend: true }) },
  };
}

async function driftBetween(
  { client }: Stage,
  job: Job | undefined,
  task: BatchTask | undefined,
): Promise<string[]> {
  const name = task?.status?.run?.jobName;
  if (!job || !task || name === undefined) return [];
  const ofRun = await client.get(JOBS, { namespace: task.metadata.namespace, name });
  return ofRun ? driftOf(job, ofRun).map((path) => `the run's Job differs in ${path}`) : [];
}
