import type { BatchTask } from "../../api/batchtask.ts";
import type { Job } from "../../api/job.ts";

/** The newest so many are remembered. */
const MOST = 10_000;

/**
 * Finished Jobs whose TTL the API server refuses to lower. It is lowered at best effort: such a Job is kept for ten
 * minutes rather than for less, and nothing waits for it.
 */
export interface RefusedTtls {
  has(job: Job | undefined): boolean;
  add(task: BatchTask, job: Job | undefined, message: string): void;
}

/** @param tell told once of each Job */
export function createRefusedTtls(tell: (task: BatchTask, message: string) => void): RefusedTtls {
  const uids = new Set<string>();
  return {
    has: (job) => job?.metadata?.uid !== undefined && uids.has(job.metadata.uid),
    add(task, job, message) {
      const uid = job?.metadata?.uid;
      if (uid === undefined || uids.has(uid)) return;
      uids.add(uid);
      const [oldest] = uids;
      if (uids.size > MOST && oldest !== undefined) uids.delete(oldest);
      tell(task, message);
    },
  };
}
