import type { BatchTask } from "../../../src/api/batchtask.ts";
import type { Evidence } from "../run/evidence.ts";

const TERMINAL: ReadonlySet<string> = new Set(["Succeeded", "Failed", "Rejected", "Unknown"]);

/** A run that has ended keeps its outcome and its end; the number of the run never goes back. */
export function stickyTerminal({ taskSights }: Evidence): string[] {
  const last = new Map<string, BatchTask["status"]>();
  const found: string[] = [];
  for (const { object } of taskSights) {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the witness watches BatchTasks
    const { metadata, status } = object as BatchTask;
    found.push(...regressions(last.get(metadata.uid), status).map((what) => `${metadata.name}: ${what}`));
    last.set(metadata.uid, status);
  }
  return found;
}

function regressions(before: BatchTask["status"], after: BatchTask["status"]): string[] {
  if (!before?.run) return [];
  if (!after?.run) return ["its run was forgotten"];
  if (after.run.number < before.run.number)
    return [`run ${before.run.number} became run ${after.run.number}`];
  const [end, now] = [endOf(before), endOf(after)];
  if (after.run.number > before.run.number || !TERMINAL.has(end ?? "")) return [];
  const found = [];
  if (now !== end) found.push(`${end} became ${now}`);
  if (after.run.completionTime !== before.run.completionTime) found.push("the end of its run changed");
  if (before.run.jobUID !== undefined && after.run.jobUID !== before.run.jobUID)
    found.push("its Job changed");
  return found;
}

/** How its run has ended, or the phase that it is in: a schedule's task is Scheduled between two runs. */
function endOf(status: BatchTask["status"]): string | undefined {
  return status?.run?.outcome ?? status?.phase;
}
