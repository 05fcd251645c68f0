import type { BatchTask } from "./batchtask.ts";
import { RERUN_ANNOTATION } from "./group.ts";

/** The annotation asks for a run that has not been heeded: each value counts once. */
export function isRerunDue({ metadata, status }: BatchTask): boolean {
  const asked = metadata.annotations?.[RERUN_ANNOTATION];
  return asked !== undefined && asked !== status?.lastHandledRerun;
}
