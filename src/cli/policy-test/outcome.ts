import type { BatchTaskSpec } from "../../api/batchtask.ts";
import type { Subject as Exempted } from "../../guardrails/exempt/exempt.ts";
import { guard, guardrailsFor, guardrailsOf } from "../../guardrails/guard.ts";
import { type Known, mayHold } from "../policies/known.ts";
import { type PolicyLike, toPolicy } from "../policies/set.ts";

/** A task, as far as policies look at it. */
export interface Subject extends Exempted {
  spec: BatchTaskSpec;
}

export interface Effect {
  field: string;
  asked: string;
  /** Empty where the task is refused. */
  applied: string;
  rule: string;
  policy: string;
  message: string;
  /** It stays as it is, with a warning: the object is a Job or a CronJob. */
  warned?: true;
}

/** What the tested policies would do to one task, Job or CronJob. */
export interface Outcome {
  namespace: string;
  /** The task's name; of another kind `job/NAME` or `cronjob/NAME`. */
  task: string;
  result: "Refused" | "Warned" | "Adjusted" | "Unchanged" | "NotSelected";
  effects: Effect[];
}

/** What else holds in a task's namespace, what is known of that, and the time: milliseconds since the epoch. */
export interface Beside {
  others: readonly PolicyLike[];
  known: Known;
  now: number;
}

/**
 * What policies would do to a task if they were enforced, next to those that are. Pure.
 */
export function outcomeOf(subject: Subject, tested: readonly PolicyLike[], beside: Beside): Outcome {
  return rehearsal(tested, beside)(subject);
}

/** The same for many tasks of one namespace: what holds there is put together once. Pure. */
export function rehearsal(
  tested: readonly PolicyLike[],
  { others, known, now }: Beside,
): (subject: Subject) => Outcome {
  const holds = ({ spec }: PolicyLike) => mayHold(spec.namespaceSelector, known);
  const here = tested.filter(holds);
  if (here.length === 0)
    return ({ namespace, name: task }) => ({ namespace, task, result: "NotSelected", effects: [] });
  const names = new Set(here.map(({ metadata }) => metadata.name));
  const beside = others.filter((other) => !names.has(other.metadata.name) && holds(other));
  const together = [
    ...beside.map(toPolicy),
    ...here.map((one) => ({ ...toPolicy(one), mode: "Enforce" as const })),
  ];
  const guardrails = guardrailsOf(together, known.labels);
  return (subject) => told(subject, guard(subject.spec, guardrailsFor(guardrails, subject, now)), names);
}

/** What of a guarded spec comes from these policies. */
function told(
  { namespace, name: task }: Subject,
  guarded: ReturnType<typeof guard>,
  names: ReadonlySet<string>,
): Outcome {
  const refused = guarded.violations
    .filter(({ policy }) => names.has(policy))
    .map(({ asked = "", ...rest }): Effect => ({ ...rest, asked, applied: "" }));
  const isRefused = (field: string) => refused.some((one) => one.field === field);
  const changed = guarded.adjustments
    .filter(({ policy, mode, field }) => names.has(policy) && mode === undefined && !isRefused(field))
    .map(({ asked = "", ...rest }): Effect => {
      const message = asked === "" ? `${rest.applied} is filled in` : `${asked} becomes ${rest.applied}`;
      return { ...rest, asked, message };
    });
  const isAdjusted = changed.some(({ asked }) => asked !== "");
  const result = refused.length > 0 ? "Refused" : isAdjusted ? "Adjusted" : "Unchanged";
  return { namespace, task, result, effects: [...refused, ...changed] };
}
