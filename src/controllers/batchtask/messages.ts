import type { Violation } from "../../api/status.ts";
import type { QueuePosition } from "./concurrency/slots.ts";

/** Longest message about refusals; status.violations has all of them. */
const LONGEST = 4000;

/** Why the policies refuse a task: the words that admission uses. */
export function refusalMessage(violations: readonly Violation[]): string {
  const text = violations
    .filter(({ mode }) => mode !== "Warn")
    .map(({ message }) => message)
    .join("; ");
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}...` : text;
}

/** Where a task stands in the queue for a slot, and why there is one. */
export function queueMessage({ position, of, most }: QueuePosition): { message: string; position: number } {
  const line = `number ${position} of ${of} in line`;
  const message = `Waits as ${line}: policy ${most.policy} lets ${most.value} tasks of this namespace run at the same time`;
  return { message, position };
}
