import type { BatchTask } from "../../api/batchtask.ts";
import { oneLine } from "../output/one-line.ts";
import { fullName } from "./outcome.ts";

/** Of a task whose pods can't start and that is not waited for any more: why, and what becomes of it. Lines. Pure. */
export function cantStartText(task: BatchTask): string {
  const { metadata, status } = task;
  const { reason = "", message = "", hint, pod, container } = status?.failure ?? {};
  const places = Object.entries({ pod, container }).filter(([, name]) => name !== undefined);
  const where = places.map(([kind, name]) => `${kind} ${name}`).join(", ");
  const at = `${metadata.name} -n ${metadata.namespace}`;
  const lines = [
    `${fullName(task)} can't start: ${reason}: ${where && `${where}: `}${message}`,
    hint,
    `the task goes on: ${outlook(task)}. Follow it by \`kubectl batchtask logs ${at} -f\`, stop it by \`kubectl batchtask cancel ${at}\``,
  ];
  return lines.map((line) => (line ? `${oneLine(line)}\n` : "")).join("");
}

/** What waits for the pods, and how long. */
function outlook({ status }: BatchTask): string {
  const seconds = status?.effective?.startDeadlineSeconds;
  const limit = seconds === undefined ? "" : ` within ${seconds} s of the run's start`;
  return `its pods start once that is mended, and it fails if none runs${limit} (runs.startDeadlineSeconds)`;
}
