import { existsSync, readdirSync } from "node:fs";
import { isSupervised } from "./built/supervisor.ts";
import { kindLines } from "./kind/status.ts";
import { CHECKOUT, cacheFolder, clustersFolder, layoutOf } from "./layout.ts";
import { ask, type ComponentState } from "./supervise/protocol.ts";
import { type ClusterRecord, partsOf, readRecord } from "./supervise/record.ts";
import type { Environment } from "./util/run.ts";

/** Lines that say which clusters there are, built ones and kind's, and what runs of each. */
export async function statusLines(environment: Environment): Promise<string[]> {
  const cache = cacheFolder(environment);
  const folder = clustersFolder(cache);
  const names = existsSync(folder) ? readdirSync(folder).toSorted() : [];
  const lines = await Promise.all(names.map((name) => clusterLines(cache, name)));
  const all = [...lines.flat(), ...(await kindLines(environment))];
  return all.length === 0 ? ["No cluster."] : all;
}

async function clusterLines(cache: string, name: string): Promise<string[]> {
  const layout = layoutOf(cache, name);
  const record = readRecord(layout.record);
  if (record === undefined) return [`${name}: no record in ${layout.state}; "down" removes it`];
  if (!isSupervised(layout)) return [`${name}: was killed; "up" starts it anew, "down" removes what is left`];
  const components = await ask(layout.socket, { op: "list" });
  const state = record.ready ? "runs" : "is starting";
  return [
    `${name}: ${state}, ${describeNodes(record)}, supervisor ${record.supervisor?.pid ?? "?"}`,
    ...components.map(describeComponent),
    `  export KUBECONFIG=${layout.kubeconfig}`,
  ];
}

function describeNodes(record: ClusterRecord): string {
  const { nodes, owner, slot, checkout } = record;
  const { store, kubernetes } = partsOf(record);
  const parts = [nodes.real ? "one real node" : "", nodes.kwok > 0 ? `${nodes.kwok} kwok nodes` : ""];
  const text = parts.filter((part) => part !== "").join(" and ") || "no nodes";
  const from = checkout === undefined || checkout === CHECKOUT ? "" : `, of the checkout ${checkout}`;
  return `Kubernetes ${kubernetes} on ${store}, ${text}${from}, slot ${slot}, ${owner === undefined ? 'kept until "down"' : `until process ${owner.pid} ends`}`;
}

function describeComponent({ name, process, running, exit, log }: ComponentState): string {
  const state = running ? `pid ${process.pid}` : `ended (${exit ?? "unknown"})`;
  return `  ${name.padEnd(26)} ${state.padEnd(20)} ${log}`;
}
