import type { RunningOperator } from "../subjects/subject.ts";
import type { Stage } from "../stage.ts";
import { cpuMs } from "./proc.ts";
import type { Scrape } from "./prometheus.ts";
import { type Sent, scrapeApiServer, sentBy } from "./requests.ts";

/** All counters at one moment. */
export interface Snapshot {
  readonly at: number;
  /** CPU of each process so far, in milliseconds, by its name. */
  readonly cpu: Readonly<Record<string, number>>;
  readonly api: Scrape;
  readonly operator: Scrape | undefined;
  readonly sent: Sent;
}

/** Reads all counters. The operator's event-loop delay starts anew with it. */
export async function snapshot(stage: Stage, operator: RunningOperator | undefined): Promise<Snapshot> {
  const components = await stage.cluster.components();
  const [api, scrape] = [await scrapeApiServer(stage.client), await operator?.scrape()];
  const servers = components.map(({ name, process }) => [name, cpuMs(process.pid)] as const);
  const own = operator === undefined ? [] : [["operator", cpuMs(operator.process.pid)] as const];
  const load = process.cpuUsage();
  return {
    at: performance.now(),
    cpu: Object.fromEntries([...servers, ...own, ["load", (load.user + load.system) / 1000]]),
    api,
    operator: scrape,
    sent: sentBy(scrape ?? []),
  };
}

/** CPU used between two snapshots, in milliseconds, by process. */
export function cpuBetween(before: Snapshot, after: Snapshot): Record<string, number> {
  return Object.fromEntries(
    Object.entries(after.cpu).map(([name, ms]) => [name, ms - (before.cpu[name] ?? 0)]),
  );
}
