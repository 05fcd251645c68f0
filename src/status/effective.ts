import type { BatchTaskSpec } from "../api/batchtask.ts";
import { defined } from "../api/defined.ts";
import { isElastic } from "../api/elastic.ts";
import { MUTABLE_FIELDS } from "../api/job.ts";
import { filledInBy, isToldByEffective } from "./filled-in.ts";
import type { Adjustment, BatchTaskStatus, Effective } from "../api/status.ts";
import type { GuardedTask } from "../guardrails/guard.ts";

const LIVE: ReadonlySet<string> = new Set([
  ...MUTABLE_FIELDS,
  "runs.startDeadlineSeconds",
  "runs.schedule.spreadSeconds",
]);

/** What a run's Job was made with, and keeps. */
function isFixed({ field, mode }: Pick<Adjustment, "field" | "mode">, isElasticJob: boolean): boolean {
  if (mode === "Warn" || LIVE.has(field)) return false;
  return field !== "completions" || !isElasticJob;
}

/**
 * The guarded values in force, and what the guardrails changed. Once a run has its Job, only what a
 * live Job can change follows the task and the policies; the rest is what the Job was made with.
 */
export function inForce(
  guarded: GuardedTask,
  before: BatchTaskStatus | undefined,
  keepsCompletions = false,
): Pick<BatchTaskStatus, "effective" | "adjustments" | "violations" | "exemptions"> {
  const { violations, exemptions } = guarded;
  // A live Indexed Job takes completions that its parallelism equals.
  const isElasticJob = !keepsCompletions && isElastic(guarded.spec);
  return {
    ...valuesInForce(guarded, before, isElasticJob),
    ...(violations.length > 0 && { violations }),
    ...(exemptions && { exemptions }),
  };
}

function valuesInForce(
  { spec, adjustments }: { spec: BatchTaskSpec; adjustments: Adjustment[] },
  before: BatchTaskStatus | undefined,
  isElasticJob: boolean,
): Pick<BatchTaskStatus, "effective" | "adjustments"> {
  const now = effectiveOf(spec);
  const { effective: made, adjustments: then } = before?.run?.jobUID === undefined ? {} : (before ?? {});
  const { completions, resources } = made ?? now;
  const kept = isElasticJob ? { resources } : { completions, resources };
  const all = [
    ...adjustments.filter((one) => !isFixed(one, isElasticJob)),
    ...(made ? (then ?? []) : adjustments).filter((one) => isFixed(one, isElasticJob)),
  ];
  const filled = [
    ...all.filter(isToldByEffective),
    ...keptIn(made).filter((one) => isFixed(one, isElasticJob)),
  ];
  const changed = all.filter((one) => !isToldByEffective(one));
  return {
    effective: defined({ ...now, ...kept, filledIn: filledInBy(filled) }),
    ...(changed.length > 0 && { adjustments: changed }),
  };
}

function keptIn(made: Effective | undefined): { field: string; policy: string }[] {
  return (made?.filledIn ?? []).flatMap(({ policy, fields }) => fields.map((field) => ({ field, policy })));
}

function effectiveOf(spec: BatchTaskSpec): Effective {
  const { parallelism, completions, backoffLimit, activeDeadlineSeconds, ttlSecondsAfterFinished } = spec;
  const { startDeadlineSeconds, schedule } = spec.runs ?? {};
  const { initContainers = [], containers = [] } = spec.template.spec ?? {};
  const resources = [...initContainers, ...containers].map(({ name, resources }) =>
    defined({ container: name, requests: texts(resources?.requests), limits: texts(resources?.limits) }),
  );
  return defined({
    parallelism,
    completions,
    backoffLimit,
    startDeadlineSeconds,
    activeDeadlineSeconds,
    ttlSecondsAfterFinished,
    spreadSeconds: schedule?.spreadSeconds,
    resources,
  });
}

/** A stored quantity may be a JSON number. */
function texts(quantities: Record<string, string | number> | undefined): Record<string, string> | undefined {
  return (
    quantities && Object.fromEntries(Object.entries(quantities).map(([name, value]) => [name, String(value)]))
  );
}
