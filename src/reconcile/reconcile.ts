import { isDeepStrictEqual } from "node:util";
import type { BatchTask } from "../api/batchtask.ts";
import type { BatchTaskStatus } from "../api/status.ts";
import { type GuardedTask, type Guardrails, guard, isRefused } from "../guardrails/guard.ts";
import type { Result } from "../kube/controller.ts";
import type { TaskEvent } from "../mirror/events.ts";
import { eventsOf } from "../mirror/events.ts";
import { mirror } from "../mirror/mirror.ts";
import { apply, type Writes } from "./apply.ts";
import { slimTask } from "./cached.ts";
import { decide, type Wanted } from "./decide.ts";
import type { Line, Place } from "./line/line.ts";
import { observe, type Observed, type Reads } from "./observe.ts";
import { nextLook } from "./retry.ts";
import { BATCHTASKS } from "../api/resources.ts";
import { refusalOf, waitOf } from "./words.ts";

export interface ReconcileOptions extends Reads, Writes {
  /** What holds in a namespace; undefined while that is not known. */
  guardrails: (namespace: string) => Guardrails | undefined;
  line: Line;
  /** Told of each event of a task, after the write that it reports. Must not throw. */
  tell: (task: BatchTask, event: TaskEvent) => void;
}

/**
 * Brings one task one step further: observe → guard → render and decide → apply → mirror. Safe to
 * repeat, to lose between any two writes, and to run on stale caches: every write is either a
 * compare-and-swap or the creation of a name that is used once.
 * @throws what may go away by itself; the caller tries again with backoff
 */
export async function reconcile(
  options: ReconcileOptions,
  key: string,
  signal: AbortSignal,
): Promise<Result> {
  const observed = await observe(options, key, signal);
  if (!observed) return {};
  const { task, evidence, now } = observed;
  const guardrails = options.guardrails(task.metadata.namespace);
  if (!guardrails) return { requeueAfterMs: UNKNOWN_NAMESPACE_MS };
  const guarded = guard(task.spec, guardrails);
  const place = isRefused(guarded) ? undefined : options.line.enter(task, observed.job);
  const decision = decide(observed, wantedOf(observed, guarded, place));
  const outcome = await apply(options, task, decision, signal).finally(() => options.line.leave(task));
  if (outcome.taskDeleted) return {};
  const { job, problem } = outcome;
  const { run, next } = decision;
  const status = mirror({ task, guarded, run, job, problem, evidence, next, now: timestamp(now) });
  await writeStatus(options, task, status, signal);
  return nextLook({ status, guarded: guarded.spec, job, problem, now });
}

/** A new namespace's tasks may be seen before the namespace is; its labels decide which policies hold. */
const UNKNOWN_NAMESPACE_MS = 200;

/** A resumed task that has to wait stays suspended meanwhile. */
function wantedOf({ job }: Observed, guarded: GuardedTask, place: Place | undefined): Wanted {
  return {
    spec: place && job ? { ...guarded.spec, suspend: true } : guarded.spec,
    refusal: isRefused(guarded) ? refusalOf(guarded.violations) : undefined,
    place: place && waitOf(place),
  };
}

/** Writes a status that differs, by compare-and-swap; then, and only then, tells of it. */
async function writeStatus(
  options: ReconcileOptions,
  task: BatchTask,
  status: BatchTaskStatus,
  signal: AbortSignal,
): Promise<void> {
  if (isDeepStrictEqual(task.status, status)) return;
  const written = await options.client.replaceStatus(BATCHTASKS, { ...task, status }, { signal });
  options.tasks.observe(slimTask(written));
  for (const event of eventsOf(task.status, status)) options.tell(written, event);
}

/** metav1.Time: whole seconds. */
function timestamp(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19)}Z`;
}
