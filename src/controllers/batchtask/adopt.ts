import type { BatchTask } from "../../api/batchtask.ts";
import type { Job } from "../../api/job.ts";
import { JOBS } from "../../api/resources.ts";
import { describeOwner, isOurs } from "../../job/ownership.ts";
import type { RenderedJob } from "../../job/render.ts";
import type { Client } from "../../kube/client.ts";
import type { Store } from "../../kube/store/store.ts";
import type { CreationFailures } from "./creation-failures.ts";
import type { Unstarted } from "./unstarted.ts";
import type { Problem } from "../../status/problem.ts";

/** What Jobs are written with. */
export interface Writes {
  client: Client;
  jobs: Store<Job>;
  unstarted: Pick<Unstarted, "begin">;
  creationFailures: Pick<CreationFailures, "problem" | "forget">;
}

/**
 * The name of a run's Job is taken: by our own Job, whose creation was not heard of, which is adopted as it is; or by
 * somebody else's, which is left alone.
 */
export async function adoptOrCollide(
  { client, jobs }: Pick<Writes, "client" | "jobs">,
  task: BatchTask,
  { metadata }: RenderedJob,
  signal: AbortSignal,
): Promise<{ job: Job; isAdopted: true } | { problem: Problem }> {
  const found = await client.get(JOBS, metadata, { signal });
  if (found && isOurs(found, task)) {
    jobs.upsert(found);
    return { job: found, isAdopted: true };
  }
  const owner = found ? `belongs to ${describeOwner(found)}` : "was there a moment ago";
  const message = `Job ${metadata.name} exists and ${owner}; it is left alone. Delete or rename it to let the run start`;
  return { problem: { kind: "NameCollision", message } };
}
