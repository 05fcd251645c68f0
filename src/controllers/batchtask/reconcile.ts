import type { RefusedTtls } from "./refused-ttls.ts";
import type { Run } from "../../api/status.ts";
import { computeStatus } from "../../status/compute-status.ts";
import type { BatchTask, BatchTaskSpec } from "../../api/batchtask.ts";
import type { Job } from "../../api/job.ts";
import { type GuardedTask, type Guardrails, isRefused } from "../../guardrails/guard.ts";
import { guardLive } from "../../guardrails/live.ts";
import { awaitsFirstTime } from "../../job/new-run.ts";
import { renderJob } from "../../job/render.ts";
import { planSchedule, type SchedulePlan } from "../../schedule/plan.ts";
import type { ReadCrons } from "../../schedule/times.ts";
import { awaitingStatus } from "../../status/awaiting.ts";
import type { Result } from "../../kube/controller.ts";
import { metaTime } from "../../kube/time.ts";
import type { Writes } from "./adopt.ts";
import { apply, type Outcome } from "./apply.ts";
import { chooseRun, type ChosenRun } from "./choose-run.ts";
import type { CreationFailures } from "./creation-failures.ts";
import { hasChanged, isFollowed } from "./follow-up.ts";
import type { Judge } from "./judge.ts";
import type { Slots } from "./concurrency/slots.ts";
import { decide, type Decision } from "./decide.ts";
import { heeding, type ObserveOptions, observe, type Observed, type Reads } from "./observe.ts";
import type { Vital } from "./diagnosis/vitals.ts";
import { holdOf, type Holds } from "./hold.ts";
import { asTold } from "./own-job.ts";
import { requeueAfter } from "./requeue.ts";
import type { Unstarted } from "./unstarted.ts";
import type { StatusWriter } from "./status-writer/status-writer.ts";

export interface ReconcileOptions extends Reads, Writes, Holds {
  unstarted: Unstarted;
  judge: Judge;
  /** What holds for a task at a time, in milliseconds since the epoch; undefined while that is not known. */
  guardrails: (task: BatchTask["metadata"], now: number) => Guardrails | undefined;
  /** Reads cron expressions; throws CronError. */
  readCrons: ReadCrons;
  slots: Slots;
  statusWriter: StatusWriter;
  creationFailures: CreationFailures;
  refusedTtls: RefusedTtls;
}

/**
 * Brings one task nearer to what it asks for: observe → guard → render → decide → apply → mirror. Safe to
 * repeat, to lose between any two writes, and to run on stale caches: every write is either a
 * compare-and-swap or the creation of a name that is used once.
 *
 * The Job of a first run is its own record, where nobody else can have made one. Any other run is recorded in one step
 * and its Job created in the next one, which follows at once: the record that was just written by compare-and-swap is
 * the present state, so it need not be read again.
 * @throws what may go away by itself; the caller tries again with backoff
 */
export async function reconcile(
  options: ReconcileOptions,
  key: string,
  signal: AbortSignal,
): Promise<Result> {
  const withoutJob = options.creationFailures.versionWithoutJob(key);
  const { result, recorded } = await reconcileOnce(options, key, { signal, withoutJob });
  if (recorded === undefined) return result;
  return (await reconcileOnce(options, key, { signal, withoutJob: recorded })).result;
}

interface Step {
  result: Result;
  /** The version of a task of which the step recorded a run that has no Job yet. */
  recorded?: string | undefined;
}

const AT_ONCE: Result = { requeueAfterMs: 1 };

/** A new namespace's tasks may be seen before the namespace is; its labels decide which policies hold. */
const UNKNOWN_NAMESPACE_MS = 200;

async function reconcileOnce(options: ReconcileOptions, key: string, how: ObserveOptions): Promise<Step> {
  const observed = await observe(options, key, how);
  if (!observed) {
    options.statusWriter.forget(key);
    options.creationFailures.forget(key);
    options.inquiries.forget(key);
    options.vitals.forget(key);
    return { result: {} };
  }
  const { task } = observed;
  const guardrails = options.guardrails(task.metadata, observed.now);
  if (!guardrails) return { result: { requeueAfterMs: UNKNOWN_NAMESPACE_MS } };
  const acted = await act(options, observed, guardrails, how.signal);
  if (!("outcome" in acted)) return mirrorAwaiting(options, observed, acted, how.signal);
  const { outcome } = acted;
  if (outcome.taskDeleted) return { result: {} };
  // What is being found out wakes the task.
  if (observed.awaitsEvidence) return { result: {} };
  // What waits for the Job's rest goes on without it.
  if (outcome.refusedTtl !== undefined) return { result: AT_ONCE };
  return mirror(options, observed, acted, how.signal);
}

/** What was chosen, decided and done. */
interface Acted {
  chosen: ChosenRun;
  decision: Decision;
  outcome: Outcome;
}

/** A task that waits for the first time of its schedule: there is no run, and nothing to do. */
interface Awaiting {
  guarded: GuardedTask;
  schedule: SchedulePlan | undefined;
}

async function mirrorAwaiting(
  { statusWriter }: ReconcileOptions,
  observed: Observed,
  { guarded, schedule }: Awaiting,
  signal: AbortSignal,
): Promise<Step> {
  const { task, now } = observed;
  const status = awaitingStatus({ task, guarded, schedule, now: metaTime(now) });
  await statusWriter.write(observed, status, signal);
  return { result: requeueAfter({ status, guarded: guarded.spec, schedule, now }) };
}

/** Writes the status that follows, and tells when to look again. */
async function mirror(
  options: ReconcileOptions,
  observed: Observed,
  { chosen, decision, outcome }: Acted,
  signal: AbortSignal,
): Promise<Step> {
  const { now, evidence, recorded, vital = {} } = observed;
  const { job, problem } = outcome;
  const { guarded, keepsCompletions } = chosen;
  const task = outcome.isAdopted ? heeding(observed.task, job) : observed.task;
  const run = runAfter(chosen, decision, outcome);
  const { schedule } = chosen;
  const seen = { run, next: decision.next, job, problem, evidence, ...wellness(vital), now: metaTime(now) };
  const status = computeStatus({ task, guarded, keepsCompletions, schedule, ...seen });
  const { dueInMs, version } = await options.statusWriter.write({ ...observed, job }, status, signal);
  const { next } = chosen;
  const record = { before: recorded, status, guarded: guarded.spec, job, next, now };
  const goesOn = hasChanged(decision.action, outcome) || (version !== undefined && isFollowed(record));
  const later = requeueAfter({ status, guarded: guarded.spec, job, problem, evidence, vital, schedule, now });
  return {
    result: goesOn ? AT_ONCE : sooner(later, dueInMs),
    recorded: isOnlyRecorded(observed, run, outcome) ? version : undefined,
  };
}

function wellness({ unreadyForMs, recoversInMs, heldUntil }: Vital) {
  return { isUnwell: unreadyForMs !== undefined, isRecovering: recoversInMs !== undefined, heldUntil };
}

/** Guards, renders, decides and applies; a slot that the task acquires is released whatever happens. */
async function act(
  options: ReconcileOptions,
  observed: Observed,
  guardrails: Guardrails,
  signal: AbortSignal,
): Promise<Acted | Awaiting> {
  const { task, job } = observed;
  try {
    const { guarded, hash } = options.judge(task.spec, guardrails);
    const hold = isRefused(guarded) ? undefined : holdOf(options, observed, guardrails);
    const live = job && guardLive(task.spec, job, { guarded, guardrails });
    const schedule = scheduleOf(options, observed, guarded, guardrails);
    if (awaitsFirstTime(task) && schedule?.starts === undefined) return { guarded, schedule };
    const chosen = chooseRun(task, job, { guarded, hash, live, schedule });
    const desired = renderJob(task, whileHeld(chosen.guarded.spec, hold && job), chosen.run);
    const keepsTtl = options.refusedTtls.has(job);
    const wanted = { desired, hold, keepsTtl };
    const decision = decide(observed, chosen, wanted);
    const outcome = await apply(options, task, decision, signal);
    if (outcome.refusedTtl !== undefined) options.refusedTtls.add(task, job, outcome.refusedTtl);
    return { chosen, decision, outcome };
  } finally {
    options.slots.release(task);
  }
}

/** What the task's schedule asks for, within the guardrails; undefined: it has none. */
function scheduleOf(
  { readCrons, freezes }: ReconcileOptions,
  { task, now }: Observed,
  { spec }: GuardedTask,
  { merged }: Guardrails,
): SchedulePlan | undefined {
  const { schedule } = spec.runs ?? {};
  const read = readCrons;
  const frozenUntil = schedule && freezes.at(merged, now).frozen?.until;
  return schedule && planSchedule(task, { schedule, read, now, frozenUntil });
}

/** Its Job is made at once: what was just written by compare-and-swap is the present state. */
function isOnlyRecorded(
  { recorded }: Observed,
  { number, completionTime }: Run,
  { job, problem }: Outcome,
): boolean {
  return number !== recorded?.run?.number && completionTime === undefined && !job && !problem;
}

/** Where a change of the Job is refused or yet to come, its run is as it was; a Job that was there is of the spec that it tells. */
function runAfter({ takesCompletions }: ChosenRun, { run }: Decision, { problem, ...made }: Outcome): Run {
  if (made.isAdopted) return asTold(run, made.job);
  const isAsItWas = problem?.kind === "ReconcileError" || made.isPostponed === true;
  return isAsItWas && takesCompletions ? takesCompletions.from : run;
}

/** A resumed task that has to wait stays suspended meanwhile. */
function whileHeld(spec: BatchTaskSpec, heldJob: Job | undefined): BatchTaskSpec {
  return heldJob ? { ...spec, suspend: true } : spec;
}

function sooner({ requeueAfterMs }: Result, dueInMs: number): Result {
  if (dueInMs === 0) return { requeueAfterMs };
  return { requeueAfterMs: Math.min(dueInMs, requeueAfterMs ?? dueInMs) };
}
