import type { Evidence } from "../run/evidence.ts";

/** Every state that the workload waits for is reached. */
export function progress({ stalledAt, tasks, log }: Evidence): string[] {
  if (stalledAt === undefined) return [];
  return [`stalled at ${stalledAt}: ${JSON.stringify(tasks.map(({ status }) => status))}\n${log}`];
}
