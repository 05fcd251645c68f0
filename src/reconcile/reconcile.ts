import { isDeepStrictEqual } from "node:util";
import type { BatchTask } from "../api/batchtask.ts";
import type { BatchTaskStatus } from "../api/status.ts";
import { guard } from "../guardrails/chain.ts";
import type { Policy } from "../guardrails/policy.ts";
import type { Result } from "../kube/controller.ts";
import type { TaskEvent } from "../mirror/events.ts";
import { eventsOf } from "../mirror/events.ts";
import { mirror } from "../mirror/mirror.ts";
import { apply, type Writes } from "./apply.ts";
import { slimTask } from "./cached.ts";
import { decide } from "./decide.ts";
import { observe, type Reads } from "./observe.ts";
import { nextLook } from "./retry.ts";
import { BATCHTASKS } from "./resources.ts";

export interface ReconcileOptions extends Reads, Writes {
  policy: Policy;
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
  const guarded = guard(task.spec, options.policy);
  const decision = decide(observed, guarded.spec);
  const { job, problem, taskDeleted } = await apply(options, task, decision, signal);
  if (taskDeleted) return {};
  const { run, next } = decision;
  const status = mirror({ task, guarded, run, job, problem, evidence, next, now: timestamp(now) });
  await writeStatus(options, task, status, signal);
  return nextLook({ status, guarded: guarded.spec, job, problem, now });
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
