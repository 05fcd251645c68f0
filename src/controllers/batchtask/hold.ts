import type { BatchTask } from "../../api/batchtask.ts";
import type { Job } from "../../api/job.ts";
import type { Freezes } from "../../guardrails/freezes/freezes.ts";
import type { Guardrails } from "../../guardrails/guard.ts";
import type { Problem } from "../../status/problem.ts";
import { slotStateOf } from "./concurrency/slot-state.ts";
import type { Slots } from "./concurrency/slots.ts";
import { freezeMessage, queueMessage } from "./messages.ts";

/** Why a task that would start has to wait. */
export type Hold = Extract<Problem, { kind: "Queued" | "Frozen" }>;

/** What may keep a task from its start. */
export interface Holds {
  freezes: Freezes;
  slots: Pick<Slots, "acquire">;
}

/**
 * Why a task has to wait: a freeze first, since whoever waits in one takes no slot. undefined: it may go on, and if it
 * is about to start, it has its slots until they are released.
 */
export function holdOf(
  { freezes, slots }: Holds,
  { task, job, now }: { task: BatchTask; job?: Job | undefined; now: number },
  { merged }: Pick<Guardrails, "merged">,
): Hold | undefined {
  const { frozen } = isAboutToStart(task, job) ? freezes.at(merged, now) : {};
  if (frozen) return { kind: "Frozen", message: freezeMessage(frozen), until: frozen.until };
  const position = slots.acquire(task, job);
  return position && { kind: "Queued", ...queueMessage(position) };
}

function isAboutToStart(task: BatchTask, job: Job | undefined): boolean {
  const state = slotStateOf(task, job);
  return state === "Waits" || state === "Stuck";
}
