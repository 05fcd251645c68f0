import type { BatchTaskSpec } from "../../../src/api/batchtask.ts";
import { chooseRun } from "../../../src/controllers/batchtask/choose-run.ts";
import { type Decision, decide } from "../../../src/controllers/batchtask/decide.ts";
import type { Observed } from "../../../src/controllers/batchtask/observe.ts";
import { renderJob } from "../../../src/job/render.ts";

/** What the guardrails make of a task, and what stands against a start. */
export interface Wanted {
  spec: BatchTaskSpec;
  /** The same for a live Job that keeps completions of its own. */
  live?: BatchTaskSpec | undefined;
  /** Why the policies refuse the task. */
  refusal?: string | undefined;
  /** The task's place in the queue for a slot, where it has to wait. */
  place?: { message: string; position: number } | undefined;
}

/** Chooses the run, renders its Job and decides, as one reconcile does. */
export function decideOn(observed: Observed, { spec, live, refusal, place }: Wanted): Decision {
  const message = refusal ?? "";
  const violations = refusal === undefined ? [] : [{ field: "f", rule: "r", policy: "p", message }];
  const guardedAs = (as: BatchTaskSpec) => ({ spec: as, adjustments: [], violations });
  const judged = { guarded: guardedAs(spec), live: live && guardedAs(live) };
  const chosen = chooseRun(observed.task, observed.job, judged);
  const desired = renderJob(observed.task, chosen.guarded.spec, chosen.run);
  return decide(observed, chosen, { desired, place });
}
