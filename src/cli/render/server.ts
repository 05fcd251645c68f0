import type { BatchTask } from "../../api/batchtask.ts";
import type { Job } from "../../api/job.ts";
import { defined } from "../../api/defined.ts";
import { BATCHTASKS, JOBS } from "../../api/resources.ts";
import type { Client } from "../../kube/client.ts";
import { objectPath, trust } from "../../kube/resource.ts";
import { isRecord, parseJson } from "../../kube/json.ts";
import { jobName } from "../../job/job-name.ts";
import type { RenderedJob } from "../../job/render.ts";
import { keptFields } from "./kept.ts";

interface Call {
  client: Client;
  /** A UUID that was never there before. */
  newId: () => string;
  signal: AbortSignal;
}

/** A task as the API server would store it, and the one that is there. Nothing is stored. */
export async function dryRunTask(
  { client, signal }: Call,
  written: BatchTask,
): Promise<{ next: BatchTask; live: BatchTask | undefined }> {
  const { name, namespace, labels, annotations } = written.metadata;
  const live = await client.get(BATCHTASKS, { name, namespace }, { signal });
  if (!live) {
    const { uid: _, resourceVersion: __, generation: ___, ...metadata } = written.metadata;
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the server fills in what is left out
    const fresh = { ...written, metadata } as BatchTask;
    return {
      next: await client.create(BATCHTASKS, fresh, { dryRun: true, fieldValidation: "Strict", signal }),
      live,
    };
  }
  const metadata = {
    ...live.metadata,
    labels: { ...live.metadata.labels, ...labels },
    annotations: { ...live.metadata.annotations, ...annotations },
  };
  const answer = await client.raw("PUT", objectPath(BATCHTASKS, { name, namespace }), {
    query: { dryRun: "All", fieldValidation: "Strict" },
    body: { ...live, metadata, spec: { ...keptFields(live), ...written.spec } },
    signal,
  });
  const stored = parseJson(answer.text);
  return { next: isRecord(stored) ? trust(BATCHTASKS, stored) : live, live };
}

/**
 * A Job as the API server would store it, with its defaults. It is tried under a name that is not taken,
 * so that the Job of a run which is there does not stand in the way.
 */
export async function dryRunJob({ client, newId, signal }: Call, job: RenderedJob): Promise<Job> {
  const { name } = job.metadata;
  const free = jobName({ name: "dry-run", uid: newId() }, 1);
  const metadata = { ...job.metadata, name: free };
  const stored = await client.create(
    JOBS,
    { ...job, metadata },
    { dryRun: true, fieldValidation: "Strict", signal },
  );
  const named = renamed(stored, free, name);
  const { managedFields: _, ...kept } = named.metadata ?? {};
  const { status: __, ...rest } = named;
  return { ...rest, metadata: { ...kept, name } };
}

/** With the name that it was not tried under, in the labels, too, that the API server made of it. */
function renamed(job: Job, from: string, to: string): Job {
  const labels = (all: Record<string, string> | undefined) =>
    all && Object.fromEntries(Object.entries(all).map(([key, value]) => [key, value === from ? to : value]));
  const { metadata, spec } = job;
  const template = spec?.template;
  return {
    ...job,
    metadata: defined({ ...metadata, labels: labels(metadata?.labels) }),
    ...(spec &&
      template && {
        spec: {
          ...spec,
          template: {
            ...template,
            metadata: defined({ ...template.metadata, labels: labels(template.metadata?.labels) }),
          },
        },
      }),
  };
}
