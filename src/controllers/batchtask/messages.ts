import type { Run, Violation } from "../../api/status.ts";
import type { Frozen } from "../../guardrails/freezes/state.ts";
import { refusals } from "../../guardrails/guard.ts";
import { metaTime } from "../../kube/time.ts";
import type { Limit } from "./concurrency/limits.ts";
import type { QueuePosition } from "./concurrency/slots.ts";

/** Longest message about refusals; status.violations has all of them. */
const LONGEST = 4000;

/** Why the policies refuse a task: the words that admission uses. */
export function refusalMessage(violations: readonly Violation[]): string {
  const text = refusals(violations).join("; ");
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}...` : text;
}

/** Up to here a position is told exactly. */
const EXACT = 10;

/**
 * Where a task stands in the queue for a slot, and why there is one. Far back it is told about, so that a line which
 * moves is not a write for each who stands in it: 20, 50, 100, 200, 500 and so on, the next above.
 */
export function queueMessage({ position, of, limit }: QueuePosition): { message: string; position: number } {
  const place = position <= EXACT ? `number ${position}` : `among the first ${coarse(position)}`;
  const line = of <= EXACT ? String(of) : `some ${coarse(of)}`;
  const message = `Waits as ${place} of ${line} in line: ${limitMessage(limit)}`;
  return { message, position: coarse(position) };
}

function limitMessage({ max, of }: Limit): string {
  const tasks = max === 1 ? "1 task" : `${max} tasks`;
  switch (of.kind) {
    case "Namespace":
      return `policy ${of.policy} lets ${tasks} of this namespace run at the same time`;
    case "Label":
      return `policy ${of.policy} lets ${tasks} with label ${of.label}=${of.value} run at the same time, over all its namespaces`;
    case "ConcurrencyGroup":
      return `of the tasks of this namespace with runs.concurrencyGroup ${of.name} one runs at a time`;
  }
}

function coarse(position: number): number {
  if (position <= EXACT) return position;
  const unit = 10 ** Math.floor(Math.log10(position));
  return [1, 2, 5, 10].map((step) => step * unit).find((bound) => position <= bound) ?? position;
}

/** Why no run starts now, and until when. */
export function freezeMessage({ policy, reason, until, isAtLeast }: Frozen): string {
  const why = reason === undefined ? "" : ` (${reason})`;
  const end = `${isAtLeast ? "at least until" : "until"} ${metaTime(until)}`;
  return `Waits for the end of a freeze: policy ${policy} lets no run of this namespace start ${end}${why}`;
}

/** Why a run that a time of its schedule has started is given up before it has a Job. */
export function tooLateMessage({ scheduleTime }: Run, startBy: number): string {
  return `The run of ${scheduleTime} did not start until ${metaTime(startBy)}, when runs.schedule.startingDeadlineSeconds were over`;
}
