import type { RunningOperator } from "../subjects/subject.ts";
import type { Stage } from "../stage.ts";
import { cpuMs } from "./proc.ts";
import type { Scrape } from "./prometheus.ts";
import { type Sent, scrapeApiServer, sentBy } from "./requests.ts";

/** All counters at one moment. */
export interface Snapshot {
  readonly at: number;
  /** CPU of each process so far, in milliseconds, by its name: before the counters were read, and after. */
  readonly cpuBefore: Readonly<Record<string, number>>;
  readonly cpuAfter: Readonly<Record<string, number>>;
  readonly api: Scrape;
  readonly operator: Scrape | undefined;
  readonly sent: Sent;
}

/** Reads all counters. The operator's event-loop delay starts anew with it. */
export async function snapshot(stage: Stage, operator: RunningOperator | undefined): Promise<Snapshot> {
  const components = await stage.cluster.components();
  const pids = components.map(({ name, process }): [string, number] => [name, process.pid]);
  if (operator !== undefined) pids.push(["operator", operator.process.pid]);
  const cpuBefore = cpuOf(pids);
  const [api, scrape] = [await scrapeApiServer(stage.client), await operator?.scrape()];
  const sent = sentBy(scrape ?? []);
  return { at: performance.now(), cpuBefore, api, operator: scrape, sent, cpuAfter: cpuOf(pids) };
}

function cpuOf(pids: readonly (readonly [string, number])[]): Record<string, number> {
  const { user, system } = process.cpuUsage();
  const all = pids.map(([name, pid]) => [name, cpuMs(pid)] as const);
  return { ...Object.fromEntries(all), load: (user + system) / 1_000 };
}

/** CPU used between two snapshots, in milliseconds, by process; what reading the counters took is left out. */
export function cpuBetween(before: Snapshot, after: Snapshot): Record<string, number> {
  return Object.fromEntries(
    Object.entries(after.cpuBefore).map(([name, ms]) => [name, ms - (before.cpuAfter[name] ?? 0)]),
  );
}
