import type { Job } from "../api/job.ts";

/**
 * Succeeded of wanted, as `kubectl get jobs` prints it: "3/10", or "0/1 of 3" for a work queue
 * (printJob in Kubernetes' pkg/printers/internalversion).
 */
export function completionsOf(job: Job): string {
  const succeeded = job.status?.succeeded ?? 0;
  const { completions, parallelism = 0 } = job.spec ?? {};
  if (completions !== undefined) return `${succeeded}/${completions}`;
  return parallelism > 1 ? `${succeeded}/1 of ${parallelism}` : `${succeeded}/1`;
}
