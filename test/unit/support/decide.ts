import type { BatchTaskSpec } from "../../../src/api/batchtask.ts";
import type { Job } from "../../../src/api/job.ts";
import type { BatchTaskStatus, Run } from "../../../src/api/status.ts";
import { chooseRun } from "../../../src/controllers/batchtask/choose-run.ts";
import { type Decision, decide as decideUpon } from "../../../src/controllers/batchtask/decide.ts";
import type { Hold } from "../../../src/controllers/batchtask/hold.ts";
import type { Observed } from "../../../src/controllers/batchtask/observe.ts";
import { renderJob } from "../../../src/job/render.ts";
import { templateHash } from "../../../src/job/template-hash.ts";
import { job, run, spec } from "./task.ts";

/** What the guardrails make of a task, and what stands against a start. */
export interface Wanted {
  spec: BatchTaskSpec;
  /** The same for a live Job that keeps completions of its own. */
  live?: BatchTaskSpec | undefined;
  /** Why the policies refuse the task. */
  refusal?: string | undefined;
  /** Why the task has to wait, where it has to. */
  hold?: Hold | undefined;
}

/** Chooses the run, renders its Job and decides, as one reconcile does. */
export function decideOn(observed: Observed, { spec, live, refusal, hold }: Wanted): Decision {
  const message = refusal ?? "";
  const violations = refusal === undefined ? [] : [{ field: "f", rule: "r", policy: "p", message }];
  const guardedAs = (as: BatchTaskSpec) => ({ spec: as, adjustments: [], violations });
  const judged = {
    guarded: guardedAs(spec),
    hash: templateHash(observed.task.spec),
    live: live && guardedAs(live),
  };
  const chosen = chooseRun(observed.task, observed.job, judged);
  const desired = renderJob(observed.task, chosen.guarded.spec, chosen.run);
  return decideUpon(observed, chosen, { desired, hold });
}

/** When the run below ended. */
export const end = Date.parse("2026-01-01T00:00:00Z");
export const ended = { jobUID: "job-uid", completionTime: "2026-01-01T00:00:00Z" };

/** The same at the end of the run, unless said otherwise. */
export function decide(
  observed: Omit<Observed, "now">,
  guarded: BatchTaskSpec,
  { now = end, ...wanted }: Partial<Wanted> & { now?: number } = {},
): Decision {
  return decideOn({ ...observed, now }, { spec: guarded, ...wanted });
}

/** The status that has a run of the plain spec on record. */
export function recorded(fields: Partial<Run>, more: Partial<BatchTaskStatus> = {}): BatchTaskStatus {
  return { observedGeneration: 2, run: run({ templateHash: templateHash(spec()), ...fields }), ...more };
}

/** A Job of the plain spec that runs, or is as the fields say. */
export function live(fields: object = {}): Job {
  return job({ spec: { parallelism: 1, suspend: false, ...fields } });
}
