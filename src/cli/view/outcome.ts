import type { KubeObject } from "../../kube/object.ts";
import type { BatchTask } from "../../api/batchtask.ts";
import type { Failure } from "../../api/failure.ts";
import { phaseOfRun } from "../../api/status.ts";
import { oneLine } from "../output/one-line.ts";
import type { ProgressLine } from "../output/progress-display.ts";
import { durationOf, readyOrUnseen } from "./lifecycle.ts";

/** As `-o name` has it, and kubectl's own messages. */
export function fullName({ metadata }: Pick<KubeObject, "metadata">): string {
  return `batchtask.batchtask.dev/${metadata?.name}`;
}

/** Where a task is, while it is waited for. `now` is RFC 3339. */
export function progressLine(task: BatchTask, now: string): ProgressLine {
  const { metadata, status } = task;
  const { message } = readyOrUnseen(task);
  const where = [status?.phase ?? "Pending", status?.completions].filter(Boolean).join(" ");
  const text = `${metadata.name}: ${where}: ${message}`;
  return { key: metadata.uid, text: oneLine(text), live: durationOf(task, now) };
}

/** How a task has ended, or its latest run on a schedule, in one line, and what to do about it. */
export function outcomeLine(task: BatchTask): string {
  const { status } = task;
  const { reason, message } = readyOrUnseen(task);
  const after = status?.duration === undefined ? "" : ` after ${status.duration}`;
  const outcome = phaseOfRun(status) ?? "Unknown";
  const how = `${fullName(task)} ${outcome.toLowerCase()}${after}`;
  if (outcome === "Succeeded") return oneLine(`${how}: ${message}`);
  return oneLine(`${how}: ${reason}: ${message}${causeBeside(message, status?.failure)}`);
}

/** How one run of a task on a schedule has ended, which may not be the latest one any more. */
export function runLine(task: BatchTask, number: number): string {
  const { run, history = [] } = task.status ?? {};
  if (run?.number === number) return outcomeLine(task);
  const entry = history.find((one) => one.number === number);
  if (!entry) return `${fullName(task)} has ended run ${number}, which its history does not keep`;
  const after = entry.duration === undefined ? "" : ` after ${entry.duration}`;
  return oneLine(`${fullName(task)} run ${number} ${entry.outcome.toLowerCase()}${after}: ${entry.reason}`);
}

/** What the message does not tell already. */
function causeBeside(message: string, failure: Failure | undefined): string {
  return failure === undefined || message.includes(failure.message) ? "" : `; ${failure.message}`;
}
