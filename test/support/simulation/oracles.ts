import { isDeepStrictEqual } from "node:util";
import { controllerOf } from "../../../src/job/ownership.ts";
import type { BatchTask } from "../../../src/api/batchtask.ts";
import type { Condition } from "../../../src/api/condition.ts";
import { RERUN_ANNOTATION, RUN_LABEL } from "../../../src/api/group.ts";
import type { Job } from "../../../src/api/job.ts";
import { type BatchTaskStatus, isTerminalPhase } from "../../../src/api/status.ts";
import { canonicalJson } from "../../../src/job/canonical.ts";
import type { Change } from "../fake-api/api.ts";
import type { Stored } from "../fake-api/kinds.ts";
import { must } from "./must.ts";

/**
 * What must hold of every history of the API server. Each throws with what it saw.
 * @param jobs those that exist at the moment
 */
export function createOracles(jobs: () => Stored[]): { see(change: Change): void } {
  const jobsOfRun = new Set<string>();
  /** The last state of each task, by its UID. */
  const last = new Map<string, BatchTask>();

  function atMostOneJobPerRun({ type, object }: Change): void {
    const owner = controllerOf(object)?.uid;
    if (type !== "ADDED" || owner === undefined) return;
    const run = `${owner}/${object.metadata?.labels?.[RUN_LABEL]}`;
    must(!jobsOfRun.has(run), `a second Job for run ${run}`, object);
    jobsOfRun.add(run);
  }

  return {
    see(change) {
      if (change.plural === "jobs") atMostOneJobPerRun(change);
      if (change.plural !== "batchtasks" || change.type === "DELETED") return;
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the fake API server stores tasks under this name only
      const task = change.object as BatchTask;
      const before = last.get(task.metadata.uid);
      last.set(task.metadata.uid, task);
      if (!task.status?.run || before?.status === task.status) return;
      legalConditions(task.status);
      legalHistory(task.status);
      trueOfTheJob(task, task.status, jobs());
      if (before?.status) legalStep(before, task, before.status, task.status);
    },
  };
}

/** What a status says of a Job that is missing, or somebody else's, is so. */
function trueOfTheJob({ metadata }: BatchTask, { conditions, run }: BatchTaskStatus, jobs: Stored[]): void {
  const job = jobs.find((job) => job.metadata?.name === run?.jobName);
  const ours = job !== undefined && controllerOf(job)?.uid === metadata.uid;
  const reason = conditions?.find(({ type }) => type === "Ready")?.reason;
  if (ours && job.metadata?.uid === run?.jobUID)
    must(isDeepStrictEqual(argsOf(job), run?.overrides?.args), "a Job has other args than its run", [
      run,
      job,
    ]);
  if (reason === "ResultLost") must(!ours, "declared lost, and there", job);
  if (reason === "NameCollision") must(!ours, "a collision with its own Job", job);
}

function argsOf(job: Stored): string[] | undefined {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the fake API server stores Jobs under this name only
  return (job as Job).spec?.template.spec?.containers[0]?.args;
}

function legalStep(old: BatchTask, task: BatchTask, before: BatchTaskStatus, after: BatchTaskStatus): void {
  must(after.observedGeneration >= before.observedGeneration, "observedGeneration goes back", [
    before,
    after,
  ]);
  must(after.observedGeneration <= task.metadata.generation, "observedGeneration runs ahead", task);
  const [from, to] = [before.run?.number ?? 0, after.run?.number ?? 0];
  must(to === from || to === from + 1, "run numbers go one by one", [before, after]);
  if (to === from) sameRun(before, after);
  else if (from > 0) nextRun(old, before, after);
  transitions(before.conditions ?? [], after.conditions ?? []);
}

function sameRun(before: BatchTaskStatus, after: BatchTaskStatus): void {
  if (hasEnded(before) && !before.schedule) {
    must(kept(before) === kept(after), "a terminal status changes", [before, after]);
  }
  const { jobUID } = before.run ?? {};
  must(jobUID === undefined || jobUID === after.run?.jobUID, "a run changes its Job", [before, after]);
}

/** What a status keeps whatever is edited once its run has ended; its conditions may tell of the next one. */
function kept({ conditions = [], observedGeneration, ...rest }: BatchTaskStatus): string {
  const { reason, message } = conditions.find(({ type }) => type === "Ready") ?? {};
  return canonicalJson([observedGeneration >= 0, rest, reason, message]);
}

/** At rest a run that has ended is the last one wanted, and its conditions say that it has. */
export function restsAsEnded({ phase, conditions }: BatchTaskStatus): boolean {
  return !isTerminalPhase(phase) || conditions?.find(({ type }) => type === "Finished")?.status === "True";
}

/** A run follows from the end of the one before, or from its stop, and from an edit or a rerun that was asked for. */
function nextRun(old: BatchTask, before: BatchTaskStatus, after: BatchTaskStatus): void {
  const stopped = before.run?.stopping === true;
  const isDropped = before.run?.jobUID === undefined && after.run?.trigger === "Scheduled";
  must(stopped || isDropped || hasEnded(before), "a run starts before the last one has ended", [
    before,
    after,
  ]);
  const hasReason =
    isEdited(old, before, after) || isRerun(old, before) || after.run?.trigger === "Scheduled";
  must(stopped || hasReason, "a run starts without a reason", [before, after]);
  must(after.run?.overrides === undefined || isRerun(old, before), "overrides without their rerun", [
    before,
    after,
  ]);
  must(after.run?.jobName !== before.run?.jobName, "a Job's name is used twice", [before, after]);
  must(after.history?.[0]?.number === before.run?.number, "the run before is not told", [before, after]);
}

function isEdited(old: BatchTask, before: BatchTaskStatus, after: BatchTaskStatus): boolean {
  if (before.phase === "Rejected") return old.metadata.generation !== before.observedGeneration;
  return before.run?.templateHash !== after.run?.templateHash;
}

function isRerun({ metadata }: BatchTask, { lastHandledRerun }: BatchTaskStatus): boolean {
  const asked = metadata.annotations?.[RERUN_ANNOTATION];
  return asked !== undefined && asked !== lastHandledRerun;
}

const hasEnded = ({ run }: BatchTaskStatus): boolean => run?.completionTime !== undefined;

const TABLE: Record<string, string> = {
  // Ready Reconciling Stalled Complete Failed Finished (the status conventions); one that is absent counts as False
  Pending: "False True False False False False",
  Queued: "False True False False False False",
  Starting: "False True False False False False",
  Running: "False True False False False False",
  Finishing: "False True False False False False",
  Suspended: "True False False False False False",
  Succeeded: "True False False True False True",
  Failed: "False False True False True True",
  Rejected: "False False True False True True",
  Unknown: "False False True Unknown Unknown True",
};

function legalConditions(status: BatchTaskStatus): void {
  const { phase = "", conditions = [], observedGeneration, run } = status;
  const row = ["Ready", "Reconciling", "Stalled", "Complete", "Failed", "Finished"].map(
    (type) => conditions.find((condition) => condition.type === type)?.status ?? "False",
  );
  const due = isTerminalPhase(status.phase) && row.join(" ") === TABLE["Pending"];
  const isLegal = status.schedule ? isOnSchedule(status, row) : due || row.join(" ") === TABLE[phase];
  must(isLegal, `conditions that ${phase} must not have`, status);
  const types = new Set(conditions.map(({ type }) => type));
  must(types.size === conditions.length && types.has("Ready"), "a condition twice, or no Ready", status);
  must(
    conditions.every((condition) => condition.observedGeneration === observedGeneration),
    "conditions speak of another generation than the status",
    status,
  );
  const isOver = isTerminalPhase(status.phase) || (phase === "Scheduled" && run !== undefined);
  must(isOver === hasEnded(status), "ended, or not", status);
}

/** Ready whatever becomes of its runs; the others tell how the latest one has ended, or that it has not. */
function isOnSchedule({ run }: BatchTaskStatus, [ready, reconciling, stalled, ...how]: string[]): boolean {
  const isReady = `${ready} ${reconciling} ${stalled}` === "True False False";
  const ended = TABLE[run?.outcome ?? ""]?.split(" ").slice(3).join(" ");
  return isReady && (how.join(" ") === "False False False" || how.join(" ") === ended);
}

/** The runs before the latest one, each once. */
function legalHistory({ run, history = [] }: BatchTaskStatus): void {
  const numbers = [run?.number ?? 0, ...history.map(({ number }) => number)];
  const isOrdered = numbers.every((number, at) => at === 0 || number < (numbers[at - 1] ?? 0));
  must(isOrdered, "a history that is not the runs before this one, the last of them first", [run, history]);
}

function transitions(before: Condition[], after: Condition[]): void {
  for (const condition of after) {
    const old = before.find(({ type }) => type === condition.type);
    if (!old || old.status !== condition.status) continue;
    must(old.lastTransitionTime === condition.lastTransitionTime, "a transition without a change", [
      old,
      condition,
    ]);
  }
}

/** A Job that belongs to nobody, or to somebody else. */
export const isForeign = (job: Stored): boolean => controllerOf(job)?.kind !== "BatchTask";
