import { controllerOf } from "../../job/ownership.ts";
import type { BatchTask } from "../../api/batchtask.ts";
import { KIND } from "../../api/group.ts";
import type { Job, Pod } from "../../api/job.ts";
import type { BatchTaskPolicy } from "../../api/policy/policy.ts";
import { BATCHTASKS, JOBS, NAMESPACES, PODS, POLICIES } from "../../api/resources.ts";
import { selects } from "../../guardrails/selector.ts";
import { ApiError } from "../../kube/errors.ts";
import { type KubeObject } from "../../kube/object.ts";
import { listAll } from "../../kube/reflector/list.ts";
import { CliError, usageError } from "../errors.ts";
import { EXIT } from "../exit-codes.ts";
import type { Cluster } from "../cluster/connect.ts";

/** From a pod or a Job back to the task and the policies that it is under. */
export interface Owners {
  pod?: Pod;
  job?: Job;
  task: BatchTask;
  /** Those that hold in the namespace now; undefined: one has no right to read them. */
  policies: BatchTaskPolicy[] | undefined;
}

const KINDS: Readonly<Record<string, "pod" | "job">> = {
  pod: "pod",
  pods: "pod",
  po: "pod",
  job: "job",
  jobs: "job",
  "jobs.batch": "job",
  "job.batch": "job",
};

/** @throws CliError for what has no task */
export async function ownersOf(cluster: Cluster, argument: string, signal: AbortSignal): Promise<Owners> {
  const [kind = "", name = ""] = argument.split("/");
  const known = KINDS[kind.toLowerCase()];
  if (!known || name === "")
    throw usageError(`${argument} is neither a pod nor a Job`, "Name it as pod/NAME or job/NAME");
  const start = known === "pod" ? await fromPod(cluster, name, signal) : await fromJob(cluster, name, signal);
  const policies = await policiesOf(cluster, start.task.metadata.namespace, signal);
  return { ...start, policies };
}

async function fromPod({ client, namespace, ...cluster }: Cluster, name: string, signal: AbortSignal) {
  const pod = await client.get(PODS, { namespace, name }, { signal });
  if (!pod) throw notThere(`pod ${name}`, namespace);
  const owner = controllerOf(pod);
  if (owner?.kind !== "Job") throw foreign(`pod ${name}`, pod);
  return { pod, ...(await fromJob({ client, namespace, ...cluster }, owner.name, signal)) };
}

async function fromJob({ client, namespace }: Cluster, name: string, signal: AbortSignal) {
  const job = await client.get(JOBS, { namespace, name }, { signal });
  if (!job) throw notThere(`Job ${name}`, namespace);
  const owner = controllerOf(job);
  if (owner?.kind !== KIND) throw foreign(`Job ${name}`, job);
  const task = await client.get(BATCHTASKS, { namespace, name: owner.name }, { signal });
  if (!task || task.metadata.uid !== owner.uid)
    throw notThere(`BatchTask ${owner.name}, which made Job ${name},`, namespace);
  return { job, task };
}

function notThere(what: string, namespace: string): CliError {
  return new CliError(
    `there is no ${what} in namespace ${namespace}`.replace(/, in/, " in"),
    EXIT.Refused,
    "Give its namespace by -n",
  );
}

function foreign(what: string, object: KubeObject): CliError {
  const owner = controllerOf(object);
  const whose = owner ? `it belongs to ${owner.kind} ${owner.name}` : "nothing controls it";
  return new CliError(`${what} is of no BatchTask: ${whose}`, EXIT.No);
}

async function policiesOf(
  { client }: Cluster,
  namespace: string,
  signal: AbortSignal,
): Promise<BatchTaskPolicy[] | undefined> {
  try {
    const [home, { items }] = await Promise.all([
      client.get(NAMESPACES, { name: namespace }, { signal }),
      listAll(client, POLICIES, { signal }),
    ]);
    return items.filter(({ spec }) => selects(spec.namespaceSelector, home?.metadata?.labels ?? {}));
  } catch (error) {
    if (error instanceof ApiError && (error.status === 403 || error.isMissingResourceType)) return undefined;
    throw error;
  }
}
