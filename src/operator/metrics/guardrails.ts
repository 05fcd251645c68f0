import type { StatusStep } from "../../controllers/batchtask/status-writer/status-writer.ts";
import type { Adjustment, Violation } from "../../api/status.ts";
import { unrefused } from "../../guardrails/refused.ts";
import type { Meter } from "./meter.ts";
import { dropGone, type Namespaces } from "./namespaces.ts";
import { isNextRun } from "./status.ts";

const DECLARED = {
  rule: "the name of a [rule](guardrails.md)",
  policy: "the name of the BatchTaskPolicy that decided, or `baseline`: as many as there are policies",
  mode: "`Enforce`, `Warn`",
};

/** Counts what the guardrails did to tasks, by the statuses that say so. */
export function guardrailMetrics(meter: Meter, namespaces: Namespaces): (step: StatusStep) => void {
  const labels = { ...DECLARED, ...namespaces.declared };
  const adjustments = meter.counter({
    name: "batchtask_adjustments_total",
    help: "Values that a rule changed, once for each run and value. What is filled in where nothing was asked is not counted. Warn: it would have been changed.",
    labels,
  });
  const rejections = meter.counter({
    name: "batchtask_rejections_total",
    help: "Values that a rule refused when a Job was about to be made, once for each run and value. What kubectl apply was refused never gets here. Warn: it would have been refused.",
    labels,
  });
  for (const counter of [adjustments, rejections]) dropGone(namespaces, counter);
  return ({ task, before, after }) => {
    const where = namespaces.labelsOf(task.metadata.namespace);
    const old = isNextRun(before, after) ? undefined : before;
    for (const one of newIn(old?.adjustments, unrefused(after.adjustments, after.violations)))
      if (one.asked !== undefined) adjustments.inc({ ...labelsOf(one), ...where });
    for (const one of newIn(old?.violations, after.violations))
      rejections.inc({ ...labelsOf(one), ...where });
  };
}

type Ruling = Adjustment | Violation;

const labelsOf = ({ rule, policy, mode }: Ruling) => ({ rule, policy, mode: mode ?? "Enforce" });

function newIn<T extends Ruling>(before: readonly T[] = [], after: readonly T[] = []): T[] {
  const known = new Set(before.map(identity));
  return after.filter((one) => !known.has(identity(one)));
}

/** Rule, policy, field and value; the wording of a message may change with the others. */
const identity = ({ rule, policy, field, asked, mode }: Ruling): string =>
  [rule, policy, field, asked, mode].join("\0");
