import type { Bar, Row } from "../model/wire.ts";

/** How a run or a task stands, as colour and shape say it. */
export type Mark =
  | "ok"
  | "failed"
  | "running"
  | "waiting"
  | "suspended"
  | "scheduled"
  | "refused"
  | "replaced"
  | "unknown";

/** What each mark is called where it stands alone. */
export const MARKS: Readonly<Record<Mark, string>> = {
  failed: "Failed",
  refused: "Refused",
  running: "Running",
  waiting: "Waiting",
  ok: "Succeeded",
  scheduled: "Scheduled",
  suspended: "Suspended",
  replaced: "Replaced",
  unknown: "Unknown",
};

const OUTCOMES: Readonly<Record<string, Mark>> = {
  Succeeded: "ok",
  Failed: "failed",
  Rejected: "refused",
  Replaced: "replaced",
  Unknown: "unknown",
};

const PHASES: Readonly<Record<string, Mark>> = {
  ...OUTCOMES,
  Running: "running",
  Finishing: "running",
  Starting: "waiting",
  Pending: "waiting",
  Queued: "waiting",
  Suspended: "suspended",
};

/** Of a task that waits for the next time of its schedule: how its latest run ended. */
export function markOfRow({ phase, run }: Row): Mark {
  if (phase === "Scheduled") return run?.outcome === undefined ? "scheduled" : markOfBar(run);
  return PHASES[phase] ?? "unknown";
}

export function markOfBar({ outcome, started, halted }: Bar): Mark {
  if (outcome !== undefined) return OUTCOMES[outcome] ?? "unknown";
  if (halted !== undefined) return PHASES[halted] ?? "unknown";
  return started === undefined ? "waiting" : "running";
}

/** What needs somebody. */
export function needsSomebody(row: Row): boolean {
  const mark = markOfRow(row);
  return mark === "failed" || mark === "refused" || mark === "unknown" || row.problem !== undefined;
}

export function plural(count: number, one: string, many = `${one}s`): string {
  return `${count.toLocaleString("en-GB")} ${count === 1 ? one : many}`;
}
