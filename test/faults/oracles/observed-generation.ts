import type { BatchTask } from "../../../src/api/batchtask.ts";
import type { Evidence } from "../run/evidence.ts";

/** `observedGeneration` never goes back, and never speaks of what was not there yet. */
export function observedGeneration({ taskSights }: Evidence): string[] {
  const last = new Map<string, number>();
  const found: string[] = [];
  for (const { object } of taskSights) {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the witness watches BatchTasks
    const { metadata, status } = object as BatchTask;
    const now = status?.observedGeneration ?? -1;
    const before = last.get(metadata.uid) ?? -1;
    if (now < before) found.push(`${metadata.name}: observedGeneration went from ${before} to ${now}`);
    if (now > metadata.generation) found.push(`${metadata.name}: observedGeneration ${now} is ahead`);
    last.set(metadata.uid, now);
  }
  return found;
}
