import type { Pod } from "../../api/job.ts";

/** When a pod's deletion was asked for, RFC 3339: its time is when its grace is over. */
export function deletionOf({ metadata }: Pod): string | undefined {
  const { deletionTimestamp, deletionGracePeriodSeconds = 0 } = metadata ?? {};
  if (deletionTimestamp === undefined) return undefined;
  const asked = new Date(Date.parse(deletionTimestamp) - deletionGracePeriodSeconds * 1_000);
  return asked.toISOString().replace(/\.\d+Z$/, "Z");
}
