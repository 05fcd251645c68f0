import { controllerOf } from "../../../src/job/ownership.ts";
import { isTerminalPhase } from "../../../src/api/status.ts";
import { isDeepStrictEqual } from "node:util";
import type { BatchTask, BatchTaskSpec } from "../../../src/api/batchtask.ts";
import { type Job, MUTABLE_FIELDS } from "../../../src/api/job.ts";
import type { Change } from "../fake-api/api.ts";
import { must } from "./must.ts";

/** Judges by the author's specs and by the Jobs themselves, whatever the operator recorded of them. */
export interface RunOracles {
  see(change: Change): void;
  /** The operator has nothing more to do. */
  atRest(task: BatchTask): void;
}

/** @param guarded what the policies make of a spec */
export function createRunOracles(guarded: (spec: BatchTaskSpec) => BatchTaskSpec): RunOracles {
  /** By name, the last state of all that ever were. */
  const jobs = new Map<string, Job>();
  const gone = new Set<string>();
  /** UIDs of tasks whose first run was lost before anything was recorded: of which spec it was nobody knows. */
  const unknown = new Set<string>();
  /** By UID: the task's specs since its present run was recorded; all of the first one, whose Job is the record, and may be of any. */
  const specs = new Map<string, { run: number; seen: BatchTaskSpec[]; recorded: boolean }>();

  function seeJob({ type, object }: Change): void {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the fake API server stores Jobs under this name only
    const job = object as Job;
    const name = job.metadata?.name ?? "";
    const before = jobs.get(name);
    if (type === "MODIFIED" && before && hasEnded(before))
      must(before.spec?.completions === job.spec?.completions, "what has ended gets other completions", job);
    jobs.set(name, job);
    const first = specs.get(controllerOf(job)?.uid ?? "");
    if (type === "ADDED" && first?.run === 0) first.run = 1;
    if (type === "DELETED") gone.add(name);
    else gone.delete(name);
  }

  function seeTask(task: BatchTask): void {
    const { uid } = task.metadata;
    const run = task.status?.run;
    const known = specs.get(uid) ?? { run: 0, seen: [], recorded: false };
    known.seen.push(task.spec);
    if (run && known.seen.length > 0 && !known.recorded && gone.has(run.jobName)) unknown.add(uid);
    if (run && run.number > 1) unknown.delete(uid);
    known.recorded ||= run !== undefined;
    if (run && run.number > known.run) {
      if (run.trigger === "SpecChanged" && !wasRefused(task)) hasReason(task, known.seen);
      // A Job of a first run that was asked for before its record may come after it, of an earlier spec.
      const seen = run.number === 1 ? known.seen : [task.spec];
      specs.set(uid, { run: run.number, seen, recorded: true });
    } else specs.set(uid, known);
  }

  /** A run for an edit follows an edit of what a live Job can't take; and its Job is another one than the last. */
  function hasReason(task: BatchTask, seen: BatchTaskSpec[]): void {
    const edited = seen.some((spec) => !isDeepStrictEqual(fixed(spec), fixed(task.spec)));
    must(edited, "a run for an edit that was none, or that a live Job takes", seen);
    const last = task.status?.history?.[0]?.jobName ?? "";
    const job = gone.has(last) ? undefined : jobs.get(last);
    if (job && controllerOf(job)?.uid === task.metadata.uid)
      must(!isMadeOf(job, guarded(task.spec)), "a run for an edit that the last Job has taken", [task, job]);
  }

  return {
    see(change) {
      if (change.plural === "jobs") seeJob(change);
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the same, of tasks
      else if (change.type !== "DELETED") seeTask(change.object as BatchTask);
    },
    atRest({ metadata, spec, status }) {
      const { run, phase } = status ?? {};
      const job = jobs.get(run?.jobName ?? "");
      if (!job || controllerOf(job)?.uid !== metadata.uid || phase === "Rejected") return;
      // An edit holds from the next time on.
      if (spec.runs?.schedule) return;
      const wanted = guarded(spec);
      if (!isTerminalPhase(phase)) followsInPlace(job, wanted, guarded(withCompletionsOf(job, spec)));
      else if (spec.runs?.onChange !== "Never" && !unknown.has(metadata.uid))
        must(isMadeOf(job, wanted), "an edit that never ran", [spec, wanted, job]);
    },
  };
}

/** As the task would be, had it the completions that its Job has. */
function withCompletionsOf({ spec: live }: Job, { completions, ...spec }: BatchTaskSpec): BatchTaskSpec {
  return completions === undefined || live?.completions === undefined
    ? { ...spec, ...(completions !== undefined && { completions }) }
    : { ...spec, completions: live.completions };
}

/**
 * A live Job has the parallelism that is asked for, but no more than its own completions leave room for; and the
 * completions, where both are to be the same and no other run is due anyhow.
 */
function followsInPlace({ spec }: Job, wanted: BatchTaskSpec, { parallelism = 1 }: BatchTaskSpec): void {
  const { completions } = wanted;
  must(spec?.parallelism === parallelism, "parallelism that a live Job does not follow", spec);
  const isElastic = spec?.completionMode === "Indexed" && completions === (wanted.parallelism ?? 1);
  if (isElastic && isDeepStrictEqual(imagesOf(spec), imagesOf(wanted)))
    must(spec.completions === completions, "completions that a live elastic Job does not follow", spec);
}

function isMadeOf({ spec }: Job, wanted: BatchTaskSpec): boolean {
  return spec?.completions === wanted.completions && isDeepStrictEqual(imagesOf(spec), imagesOf(wanted));
}

function imagesOf(spec: Partial<BatchTaskSpec> | undefined): unknown {
  return spec?.template?.spec?.containers?.map(({ image }) => image);
}

/** What of a spec no Job ever changes, completions included: these only change together with parallelism. */
function fixed(spec: BatchTaskSpec): object {
  const mutable: ReadonlySet<string> = new Set([...MUTABLE_FIELDS, "runs"]);
  return Object.fromEntries(Object.entries(spec).filter(([field]) => !mutable.has(field)));
}

function hasEnded({ status }: Job): boolean {
  return status?.conditions?.some(({ type }) => type === "Complete" || type === "Failed") === true;
}

/** The last run, before the one that was just recorded. */
function wasRefused({ status }: BatchTask): boolean {
  return status?.history?.[0]?.outcome === "Rejected";
}
