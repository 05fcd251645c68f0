import { isDeepStrictEqual } from "node:util";
import type { BatchTask, BatchTaskSpec } from "../../api/batchtask.ts";
import type { BatchTaskStatus } from "../../api/status.ts";
import { type GuardedTask, type Guardrails, guard, isRefused } from "../../guardrails/guard.ts";
import { guardLive } from "../../guardrails/live.ts";
import type { Result } from "../../kube/controller.ts";
import { keyOf } from "../../kube/object.ts";
import type { TaskEvent } from "../../status/events.ts";
import { eventsOf } from "../../status/events.ts";
import { mirror } from "../../status/compute-status.ts";
import { apply, type Outcome, type Writes } from "./apply.ts";
import { type Decision, decide, type Wanted } from "./decide.ts";
import type { Line, Place } from "./concurrency/slots.ts";
import { type Look, observe, type Observed, type Reads } from "./observe.ts";
import type { Owed } from "./status-writer/deferral.ts";
import { nextLook } from "./requeue.ts";
import { BATCHTASKS } from "../../api/resources.ts";
import type { StatusStep } from "./status-writer/transition.ts";
import { refusalOf, waitOf } from "./messages.ts";

export interface ReconcileOptions extends Reads, Writes {
  /** What holds in a namespace; undefined while that is not known. */
  guardrails: (namespace: string) => Guardrails | undefined;
  line: Line;
  owed: Owed;
  /** Told of each event of a task, after the write that it reports. Must not throw. */
  tell: (task: BatchTask, event: TaskEvent) => void;
  /** Told of each status after it was written. Must not throw. */
  onStatus?: (step: StatusStep) => void;
}

/**
 * Brings one task nearer to what it asks for: observe → guard → render and decide → apply → mirror. Safe to
 * repeat, to lose between any two writes, and to run on stale caches: every write is either a
 * compare-and-swap or the creation of a name that is used once.
 *
 * A run is recorded in one step and its Job created in the next one, which follows at once: the record that was just
 * written by compare-and-swap is the present state, so it need not be read again.
 * @throws what may go away by itself; the caller tries again with backoff
 */
export async function reconcile(
  options: ReconcileOptions,
  key: string,
  signal: AbortSignal,
): Promise<Result> {
  const { result, recorded } = await step(options, key, { signal });
  if (recorded === undefined) return result;
  return (await step(options, key, { signal, present: recorded })).result;
}

interface Step {
  result: Result;
  /** The version of a task of which the step recorded a run that has no Job yet. */
  recorded?: string | undefined;
}

async function step(options: ReconcileOptions, key: string, look: Look): Promise<Step> {
  const observed = await observe(options, key, look);
  if (!observed) {
    options.owed.settle(key);
    return { result: {} };
  }
  const { task, evidence, now } = observed;
  const guardrails = options.guardrails(task.metadata.namespace);
  if (!guardrails) return { result: { requeueAfterMs: UNKNOWN_NAMESPACE_MS } };
  const guarded = guard(task.spec, guardrails);
  const live = observed.job && guardLive(task.spec, observed.job, { guarded, guardrails });
  const { decision, outcome } = await act(options, observed, { guarded, live }, look.signal);
  if (outcome.taskDeleted) return { result: {} };
  const { job, problem } = outcome;
  const { run, next, keepsCompletions } = decision;
  const held = (keepsCompletions && live) || guarded;
  const seen = { task, guarded: held, keepsCompletions, run, job, problem, evidence, next };
  const status = mirror({ ...seen, now: timestamp(now) });
  const { owedInMs, version } = await report(options, { ...observed, job }, status, look.signal);
  return {
    result: sooner(nextLook({ status, guarded: guarded.spec, job, problem, now }), owedInMs),
    recorded: run.number === observed.recorded?.run?.number ? undefined : version,
  };
}

/** Decides and acts; a slot that the task takes in the line is given back whatever happens. */
async function act(
  options: ReconcileOptions,
  observed: Observed,
  judged: Judged,
  signal: AbortSignal,
): Promise<{ decision: Decision; outcome: Outcome }> {
  const { task, job } = observed;
  try {
    const place = isRefused(judged.guarded) ? undefined : options.line.enter(task, job);
    const decision = decide(observed, wantedOf(observed, judged, place));
    return { decision, outcome: await apply(options, task, decision, signal) };
  } finally {
    options.line.leave(task);
  }
}

function sooner({ requeueAfterMs }: Result, owedInMs: number): Result {
  if (owedInMs === 0) return { requeueAfterMs };
  return { requeueAfterMs: Math.min(owedInMs, requeueAfterMs ?? owedInMs) };
}

/** A new namespace's tasks may be seen before the namespace is; its labels decide which policies hold. */
const UNKNOWN_NAMESPACE_MS = 200;

interface Judged {
  guarded: GuardedTask;
  /** For a live Job with completions of its own. */
  live: GuardedTask | undefined;
}

function wantedOf({ job }: Observed, { guarded, live }: Judged, place: Place | undefined): Wanted {
  // A resumed task that has to wait stays suspended meanwhile.
  const held = (spec: BatchTaskSpec): BatchTaskSpec => (place && job ? { ...spec, suspend: true } : spec);
  return {
    spec: held(guarded.spec),
    live: live && held(live.spec),
    refusal: isRefused(guarded) ? refusalOf(guarded.violations) : undefined,
    place: place && waitOf(place),
  };
}

/**
 * Writes a status that differs from the recorded one, by compare-and-swap; then, and only then, tells of it. Mere
 * progress is left for later: `owedInMs`, else 0.
 */
async function report(
  options: ReconcileOptions,
  { task, recorded, job }: Observed,
  status: BatchTaskStatus,
  signal: AbortSignal,
): Promise<{ owedInMs: number; version?: string | undefined }> {
  const key = keyOf(task);
  if (isDeepStrictEqual(recorded, status)) {
    options.owed.settle(key);
    return { owedInMs: 0 };
  }
  const owedInMs = options.owed.note(task, recorded, status);
  if (owedInMs > 0) return { owedInMs };
  const written = await options.client.replaceStatus(BATCHTASKS, { ...task, status }, { signal });
  options.tasks.observe(written);
  options.owed.settle(key);
  options.onStatus?.({ task: written, before: recorded, after: status, job, at: options.now() });
  for (const event of eventsOf(recorded, status)) options.tell(written, event);
  return { owedInMs, version: written.metadata.resourceVersion };
}

/** metav1.Time: whole seconds. */
function timestamp(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19)}Z`;
}
