import type { Result } from "../kube/controller.ts";
import type { Problem } from "../mirror/problem.ts";

/**
 * Problems that only the cluster or its people can solve are looked at again, ever more rarely; one that ended the run, or
 * that ends with the task itself, is not.
 */
export function retryAfter(problem: Problem | undefined): Result {
  switch (problem?.kind) {
    case "CreateForbidden":
    case "NameCollision":
    case "ReconcileError":
      return { retry: true };
    default:
      return {};
  }
}
