import { controllerOf } from "../../../src/job/ownership.ts";
import type { BatchTask } from "../../../src/api/batchtask.ts";
import { RUN_LABEL } from "../../../src/api/group.ts";
import { isRecord } from "../../../src/kube/json.ts";
import { type KubeObject } from "../../../src/kube/object.ts";
import { jobName } from "../../../src/job/job-name.ts";
import { type Call, describe, isWrite } from "../proxy/call.ts";
import type { Evidence } from "../run/evidence.ts";
import type { Sight } from "../run/witness.ts";

/**
 * Only statuses of tasks are written, and Jobs of tasks that there are or were: by the UID of their controller and a
 * name that is that very task's. What is deleted is named by its UID; of tasks, only one whose time is over.
 */
export function foreignObjects({ calls, taskSights, jobSights, pastSights }: Evidence): string[] {
  const known: Known = { tasks: [...pastSights, ...taskSights], jobs: [...pastSights, ...jobSights] };
  return calls
    .filter((call) => isWrite(call) && call.resource !== "events" && call.resource !== "leases")
    .flatMap((call) => objection(call, known) ?? []);
}

interface Known {
  readonly tasks: readonly Sight[];
  readonly jobs: readonly Sight[];
}

function objection(call: Call, known: Known): string | undefined {
  const why = call.resource === "jobs" ? onJob(call, known) : onTask(call, known);
  return why === undefined ? undefined : `${describe(call)} ${call.name ?? ""}: ${why}`;
}

function onJob(call: Call, known: Known): string | undefined {
  if (call.subresource !== undefined && !takesStart(call)) return "the operator has no business there";
  if (call.verb === "create") return ownership(objectOf(call.body), known);
  const uid = uidNamedBy(call);
  if (uid === undefined) return "names no UID";
  const states = named(known.jobs, call).filter(({ metadata }) => metadata?.uid === uid);
  const found = states[0];
  if (found === undefined) return `no Job of that name ever had the UID ${uid}`;
  if (call.subresource !== undefined && !states.some(isSuspended)) return "it never was suspended";
  return ownership(found, known);
}

/** All that is written of a Job's status, before Kubernetes 1.36: src/job/kept-start.ts */
function takesStart({ verb, subresource, body }: Call): boolean {
  const status = isRecord(body) ? body["status"] : undefined;
  const isAll =
    isRecord(status) && Object.keys(status).join() === "startTime" && status["startTime"] === null;
  return verb === "patch" && subresource === "status" && isAll;
}

function isSuspended(job: KubeObject): boolean {
  return "spec" in job && isRecord(job.spec) && job.spec["suspend"] === true;
}

/** What is wrong with a Job's belonging to a task. */
function ownership(job: KubeObject, { tasks }: Known): string | undefined {
  const owner = controllerOf(job);
  if (owner?.kind !== "BatchTask") return `its controller is ${owner?.kind ?? "nobody"}`;
  const { name, uid } = owner;
  if (!tasks.some(({ object: { metadata } }) => metadata?.uid === uid && metadata.name === name))
    return `there never was a task ${name} with the UID ${uid}`;
  const run = Number(job.metadata?.labels?.[RUN_LABEL]);
  const must = jobName({ name, uid }, run);
  return job.metadata?.name === must ? undefined : `run ${run} of ${name} has the Job ${must}`;
}

function onTask(call: Call, { tasks }: Known): string | undefined {
  if (call.resource !== "batchtasks") return "is none of ours";
  if (call.verb !== "delete" && call.subresource !== "status") return "is its author's";
  const uid = uidNamedBy(call);
  const states = named(tasks, call).filter(({ metadata }) => metadata?.uid === uid);
  if (uid === undefined || states.length === 0) return `no task of that name ever had the UID ${uid}`;
  if (call.verb !== "delete") return undefined;
  return states.some(isOver) ? undefined : "has not ended, or has no deleteAfterSeconds";
}

function isOver(object: KubeObject): boolean {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the witness watches BatchTasks
  const { spec, status } = object as BatchTask;
  return spec.runs?.deleteAfterSeconds !== undefined && status?.run?.completionTime !== undefined;
}

/** All states of what had the name that a call is about. */
function named(sights: readonly Sight[], { name }: Call): KubeObject[] {
  return sights.map(({ object }) => object).filter(({ metadata }) => metadata?.name === name);
}

/** Of a deletion, the one that its preconditions name. */
function uidNamedBy({ verb, body }: Call): string | undefined {
  const holder = isRecord(body) ? body[verb === "delete" ? "preconditions" : "metadata"] : undefined;
  const uid = isRecord(holder) ? holder["uid"] : undefined;
  return typeof uid === "string" ? uid : undefined;
}

function objectOf(body: unknown): KubeObject {
  return isRecord(body) ? body : {};
}
