import type { BatchTask, BatchTaskSpec } from "../../api/batchtask.ts";
import { defined } from "../../api/defined.ts";
import { API_VERSION, KIND } from "../../api/group.ts";
import type { Job } from "../../api/job.ts";
import type { Run } from "../../api/status.ts";
import { type GuardedTask, type Guardrails, guard, isRefused, refusals } from "../../guardrails/guard.ts";
import { guardLive } from "../../guardrails/live.ts";
import { isRecord } from "../../kube/json.ts";
import { type RenderedJob, renderJob } from "../../job/render.ts";
import { jobName } from "../../job/job-name.ts";
import { asked, isElasticEdit, templateHash } from "../../job/template-hash.ts";
import { CliError, inputError } from "../errors.ts";
import { EXIT } from "../exit-codes.ts";
import type { Manifest } from "../input/manifests.ts";
import type { Judge } from "../lint/cel.ts";
import { lintForm, nameOf, namespaceOf, specOf } from "../lint/objects.ts";
import type { SchemaNode } from "../../crd/schema/node.ts";
import type { PolicySet } from "../policies/set.ts";

/** The UID of a task that no server has seen: the true one is made when the task is. */
export const NO_UID = "00000000-0000-0000-0000-000000000000";

/**
 * A task as it is written, with what only a server gives filled in by placeholders.
 * @throws CliError for one that the API server would not take
 */
export function taskFrom(
  manifest: Manifest,
  namespace: string,
  { schema, judge }: { schema: SchemaNode; judge: Judge },
): BatchTask {
  const fault = lintForm(manifest, schema, judge).find(({ severity }) => severity === "error");
  const spec = specOf(manifest);
  if (fault || !spec) {
    const { line, column } = manifest.positionOf(fault?.field ?? "");
    throw inputError(
      `${manifest.file}:${line}:${column}: ${fault?.message ?? "there is no spec"}`,
      "`kubectl batchtask lint` shows all faults",
    );
  }
  const { generateName, ...metadata } = isRecord(manifest.object["metadata"])
    ? manifest.object["metadata"]
    : {};
  return {
    apiVersion: API_VERSION,
    kind: KIND,
    metadata: {
      ...metadata,
      name: typeof generateName === "string" ? `${generateName}xxxxx` : nameOf(manifest),
      namespace: namespaceOf(manifest, namespace),
      uid: NO_UID,
      resourceVersion: "",
      generation: 1,
    },
    spec,
  };
}

/** What a Job shows of its run. */
export type RunFacts = Pick<Run, "number" | "completionTime" | "scheduleTime">;

/** The Job of a run that goes on, which keeps its completions but for an edit of them alone. */
export interface Present {
  job: Job;
  templateHash: string;
}

export interface Rendered {
  job: RenderedJob;
  guarded: GuardedTask;
}

/**
 * The Job of one run of a task, within the guardrails.
 * @param present the Job that is there, of a run that goes on
 * @throws CliError that says why a policy refuses the task
 */
export function render(
  task: BatchTask,
  policies: PolicySet,
  { number, completionTime, scheduleTime }: RunFacts,
  present?: Present,
): Rendered {
  const guardrails = policies.guardrailsFor(task.metadata);
  const guarded = guard(task.spec, guardrails);
  if (isRefused(guarded)) {
    throw new CliError(
      `BatchTask ${task.metadata.name} is refused, no Job is made: ${refusals(guarded.violations).join("; ")}`,
      EXIT.No,
    );
  }
  const run: Run = {
    number,
    jobName: jobName(task.metadata, number),
    templateHash: templateHash(task.spec),
    trigger: "Created",
    ...defined({ completionTime, scheduleTime }),
  };
  const held = present && heldTo(task.spec, present, { guarded, guardrails });
  return { job: renderJob(task, (held ?? guarded).spec, run), guarded };
}

/** As the operator decides it. */
function heldTo(
  spec: BatchTaskSpec,
  { job, templateHash }: Present,
  judged: { guarded: GuardedTask; guardrails: Guardrails },
): GuardedTask | undefined {
  const live = { hash: templateHash, completions: job.spec?.completions };
  return isElasticEdit(asked(spec), live, judged.guarded.spec) ? undefined : guardLive(spec, job, judged);
}
