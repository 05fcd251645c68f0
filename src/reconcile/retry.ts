import type { BatchTaskStatus } from "../api/status.ts";
import type { Result } from "../kube/controller.ts";
import type { Problem } from "../mirror/problem.ts";

const SHORTEST_MS = 1_000;
const LONGEST_MS = 60_000;

/** Problems that only the cluster or its people can solve. The others end the run, or end with the task itself. */
const WORTH_ANOTHER_LOOK: ReadonlySet<Problem["kind"]> = new Set([
  "CreateForbidden",
  "NameCollision",
  "ReconcileError",
]);

/** When to look again at a problem that may go away: the longer it lasts, the more rarely; at least each minute. */
export function retryAfter(problem: Problem | undefined, status: BatchTaskStatus, now: number): Result {
  if (problem?.kind === "Queued") return { requeueAfterMs: lookAtLine(problem.position) };
  if (!problem || !WORTH_ANOTHER_LOOK.has(problem.kind)) return {};
  const since = status.conditions?.find(({ type }) => type === "Ready")?.lastTransitionTime;
  const age = since === undefined ? 0 : now - Date.parse(since);
  return { requeueAfterMs: Math.min(Math.max(age / 4, SHORTEST_MS), LONGEST_MS) };
}

/**
 * A free slot wakes the next in line; all others only look now and then, so that their position
 * stays about right: the further back, the more rarely.
 */
function lookAtLine(position: number): number {
  return Math.min(5_000 + position * 250, LONGEST_MS);
}
