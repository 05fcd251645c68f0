import type { Client } from "../../../src/kube/client.ts";
import { parseMetrics, type Scrape, sum } from "./prometheus.ts";

/** The API server's counters of requests, and the time that creations took it. */
export async function scrapeApiServer(client: Client): Promise<Scrape> {
  const { text } = await client.raw("GET", "/metrics");
  return parseMetrics(text, /^apiserver_request_(total|duration_seconds_(sum|count))\{/);
}

/** Requests by "VERB resource/subresource code" that came between two scrapes, watches left out. */
export function requestsBetween(before: Scrape, after: Scrape): Record<string, number> {
  const counts = new Map<string, number>();
  for (const [scrape, sign] of [
    [before, -1],
    [after, 1],
  ] as const) {
    for (const { name, labels, value } of scrape) {
      if (name !== "apiserver_request_total" || labels["resource"] === "") continue;
      const { verb = "", resource = "", subresource = "", code = "" } = labels;
      const part = subresource === "" ? "" : `/${subresource}`;
      const refused = code.startsWith("2") ? "" : ` ${code}`;
      const key = `${verb} ${resource}${part}${refused}`;
      counts.set(key, (counts.get(key) ?? 0) + sign * value);
    }
  }
  return Object.fromEntries(
    [...counts]
      .filter(([key, count]) => count > 0 && !key.startsWith("WATCH"))
      .toSorted((a, b) => b[1] - a[1]),
  );
}

/** Counts or times of many objects, for each of them. */
export function perObject(values: Readonly<Record<string, number>>, count: number): Record<string, number> {
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [key, value / count]));
}

/** Mean time that the API server took for a creation of the resource, in milliseconds. */
export function createMs(before: Scrape, after: Scrape, plural: string): number | undefined {
  const total = (scrape: Scrape, name: string): number =>
    scrape
      .filter(
        (sample) =>
          sample.name === `apiserver_request_duration_seconds_${name}` &&
          sample.labels["verb"] === "POST" &&
          sample.labels["resource"] === plural &&
          sample.labels["subresource"] === "",
      )
      .reduce((sum, { value }) => sum + value, 0);
  const count = total(after, "count") - total(before, "count");
  return count === 0 ? undefined : ((total(after, "sum") - total(before, "sum")) / count) * 1_000;
}

const WRITES = new Set(["POST", "PUT", "PATCH", "DELETE"]);

/** How often an operator's controller of these objects looked at one. */
export function looksOf(scrape: Scrape = []): number {
  return sum(scrape, "controller_runtime_reconcile_total", ({ controller }) => controller === "batchtask");
}

/** What an operator's own client has sent so far, by rest_client_requests_total. */
export interface Sent {
  readonly writes: number;
  readonly reads: number;
  /** Writes that the API server answered 409. */
  readonly conflicts: number;
}

export function sentBy(scrape: Scrape): Sent {
  const sent = { writes: 0, reads: 0, conflicts: 0 };
  for (const { name, labels, value } of scrape) {
    if (name !== "rest_client_requests_total") continue;
    const isWrite = WRITES.has(labels["method"] ?? "");
    sent[isWrite ? "writes" : "reads"] += value;
    if (isWrite && labels["code"] === "409") sent.conflicts += value;
  }
  return sent;
}
