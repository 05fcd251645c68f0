import type { BatchTask } from "../../api/batchtask.ts";
import { readyOf } from "../../api/condition.ts";

const OBJECTIONS: ReadonlySet<string> = new Set(["InvalidSchedule", "PolicyViolation"]);

/** Why no time of a task's schedule starts a run; undefined: they do. Pure. */
export function idleOf({ spec, status }: BatchTask): string | undefined {
  if (spec.suspend) return "it is suspended, and its schedule with it";
  if (spec.runs?.schedule?.suspend) return "its schedule is suspended";
  const ready = readyOf(status);
  return ready && OBJECTIONS.has(ready.reason) ? ready.message : undefined;
}
