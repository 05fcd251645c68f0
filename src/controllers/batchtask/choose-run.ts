import { readyOf } from "../../api/condition.ts";
import { type BatchTask, isRerunDue } from "../../api/batchtask.ts";
import type { Job } from "../../api/job.ts";
import type { Run } from "../../api/status.ts";
import type { Trigger } from "../../api/trigger.ts";
import { type GuardedTask, isRefused } from "../../guardrails/guard.ts";
import { takesCompletions } from "../../job/diff.ts";
import { awaitsFirstTime, firstRun, nextRun } from "../../job/new-run.ts";
import { completionsApart, isRunOf, withCompletions } from "../../job/template-hash.ts";
import type { SchedulePlan } from "../../schedule/plan.ts";
import { timeToStart } from "./on-schedule.ts";
import { asTold, toldHash } from "./own-job.ts";

/** The run that a step is about, and what its Job is held to. */
export interface ChosenRun {
  /** As it is recorded, or as it is about to be. */
  run: Run;
  /** The spec within the guardrails, as this run's Job follows it. */
  guarded: GuardedTask;
  /** Why another run is wanted, once this one has ended. */
  next?: Trigger | undefined;
  /** The spec was edited, which of a task on a schedule holds from its next run on. */
  isEdited?: boolean;
  /** What the task's schedule asks for. */
  schedule?: SchedulePlan | undefined;
  /** The run ended before it had a Job, because a policy refused it. */
  wasRefused?: boolean;
  /** The live Job takes the completions of the spec: the run as it is until it has. */
  takesCompletions?: { from: Run };
  /** The live Job keeps completions of its own: `guarded` is what holds for it, and not what the next run gets. */
  keepsCompletions?: boolean;
}

/** What the policies make of the task's spec. */
export interface Judged {
  guarded: GuardedTask;
  /** The template hash of the spec. */
  hash: string;
  /** For a live Job with completions of its own. */
  live?: GuardedTask | undefined;
  schedule?: SchedulePlan | undefined;
}

/**
 * Chooses the run that the task is at: the first one, the recorded one, or that with the template hash of the spec as
 * it is now where no Job was made yet. Pure.
 * @param job the recorded run's own Job
 */
export function chooseRun(task: BatchTask, job: Job | undefined, judged: Judged): ChosenRun {
  const { guarded, hash, live, schedule } = judged;
  const asked = { spec: task.spec, hash };
  const recorded = task.status?.run ?? firstOf(task, schedule);
  const run = withHashOf(job, recorded, task, guarded);
  const inPlace = job !== undefined && takesCompletions(job, asked, run.templateHash, guarded.spec);
  const chosen = {
    run,
    guarded,
    ...wanted(task, isRunOf(asked, run.templateHash, inPlace), schedule),
    wasRefused: wasRefused(task),
    schedule,
  };
  if (run.completionTime !== undefined || run.stopping) return chosen;
  if (!job) return { ...chosen, run: withoutJob(hash, run, guarded) };
  if (inPlace) return { ...chosen, run: withSpecCompletions(run, task), takesCompletions: { from: run } };
  return live ? { ...chosen, guarded: live, keepsCompletions: true } : chosen;
}

function firstOf(task: BatchTask, schedule: SchedulePlan | undefined): Run {
  const isOnTime = awaitsFirstTime(task) && schedule?.starts !== undefined;
  return isOnTime ? nextRun(task, undefined, "Scheduled", schedule.starts) : firstRun(task);
}

function wasRefused({ status }: BatchTask): boolean {
  return status?.run?.jobUID === undefined && readyOf(status)?.reason === "PolicyViolation";
}

/**
 * An edit may have gone into a Job whose creation is not on record yet. Once it is, the record counts: the Job's
 * annotation is anybody's who may patch Jobs. But for completions that an Indexed Job has taken in place, whose record was
 * lost with the process.
 */
function withHashOf(job: Job | undefined, run: Run, task: BatchTask, guarded: GuardedTask): Run {
  if (run.jobUID === undefined) return asTold(run, job);
  const told = job && run.completionTime === undefined ? takenInPlace(job, run, task, guarded) : undefined;
  return told === undefined ? run : { ...run, templateHash: told };
}

/**
 * The hash that an Indexed Job took in place and tells of: of the same template, with completions that the Job really
 * has, or that the policies make of those of the spec.
 */
function takenInPlace(job: Job, run: Run, { spec }: BatchTask, wanted: GuardedTask): string | undefined {
  const told = toldHash(job) ?? "";
  const completions = completionsApart(told, run.templateHash);
  if (completions === undefined) return undefined;
  const { completions: has, parallelism } = job.spec ?? {};
  const isWanted = completions === spec.completions && has === wanted.spec.completions;
  // Only an elastic Job can have taken them: its completions and its parallelism are equal.
  const canHaveTaken = completions === has && has === parallelism;
  return canHaveTaken || isWanted ? told : undefined;
}

function withSpecCompletions(run: Run, { spec }: BatchTask): Run {
  return { ...run, templateHash: withCompletions(run.templateHash, spec) };
}

/** A Job that is still to be made is made of the present spec. */
function withoutJob(hash: string, run: Run, guarded: GuardedTask): Run {
  if (run.jobUID !== undefined || isRefused(guarded)) return run;
  return { ...run, templateHash: hash };
}

/**
 * Why another run is wanted; `next` is undefined where none is. An edit of a task on a schedule asks for none.
 * @param isOfSpec it is a run of the spec as it is now, or its Job takes the completions that are asked for
 */
function wanted(
  task: BatchTask,
  isOfSpec: boolean,
  schedule: SchedulePlan | undefined,
): Pick<ChosenRun, "next" | "isEdited"> {
  const edited = isEdited(task, isOfSpec);
  return { isEdited: edited, next: edited && !schedule ? "SpecChanged" : askedNext(task, schedule) };
}

/** A run that was stopped for a time is followed by that time's. */
function askedNext(task: BatchTask, schedule: SchedulePlan | undefined): Trigger | undefined {
  const { run } = task.status ?? {};
  if (run?.nextScheduleTime !== undefined) return "Scheduled";
  if (isRerunDue(task)) return "Rerun";
  return run && timeToStart(run, schedule) !== undefined ? "Scheduled" : undefined;
}

/** A run that never had a Job was refused as a whole: any edit of spec may mend it. */
function isEdited(task: BatchTask, isOfSpec: boolean): boolean {
  if (task.spec.runs?.onChange === "Never") return false;
  if (task.status?.phase === "Rejected") return task.metadata.generation !== task.status.observedGeneration;
  return !isOfSpec;
}
