import { mkdirSync } from "node:fs";
import { type Binaries, groupsFor, versionsOf } from "../build/binaries.ts";
import { CHECKOUT, type Layout } from "../layout.ts";
import type { Settings } from "../options.ts";
import { networkOf } from "../plan/network.ts";
import type { Plan } from "../plan/plan.ts";
import { type ClusterRecord, partsOf, readRecord, writeRecord } from "../supervise/record.ts";
import type { Command } from "../util/debian.ts";
import { withLock } from "../util/lock.ts";
import { identify } from "../util/process.ts";
import type { Environment } from "../util/run.ts";
import { findSlot } from "./slot.ts";
import { isSupervised, startSupervisor } from "./supervisor.ts";

/** The record of a running cluster that has all that is wanted; throws where it runs without it. */
export function reusable(layout: Layout, settings: Settings): ClusterRecord | undefined {
  const record = readRecord(layout.record);
  if (record === undefined || !record.ready || !isSupervised(layout)) return undefined;
  const groups = versionsOf(groupsFor(settings)).split(" ");
  const fits =
    (record.nodes.real || !settings.nodes.real) &&
    record.nodes.kwok >= settings.nodes.kwok &&
    (record.audit || !settings.audit) &&
    groups.every((group) => record.versions.split(" ").includes(group));
  if (fits) return record;
  const { store, kubernetes } = partsOf(record);
  const has = `Kubernetes ${kubernetes} on ${store}, ${record.nodes.real ? "a real node and " : ""}${record.nodes.kwok} kwok nodes`;
  throw new Error(
    `Cluster "${record.name}" runs with ${has}${record.audit ? " and audit" : ""}, and other nodes, audit, store or versions are wanted now: ` +
      `end it (npm run cluster -- down --name ${record.name}) or give another --name.`,
  );
}

/** Takes a slot and starts the supervisor, which holds it; the record is there before anything else is. */
export async function claim(cache: string, layout: Layout, settings: Settings): Promise<ClusterRecord> {
  return await withLock({ key: "slots", timeoutMs: 60_000, signal: settings.signal }, async () => {
    const { nodes, store, kubernetes, name, audit } = settings;
    const slot = await findSlot(nodes.real);
    const starter = identify(process.pid);
    const link = networkOf(slot, nodes.real).link;
    const record: ClusterRecord = {
      name,
      slot,
      nodes,
      store,
      kubernetes,
      audit,
      checkout: CHECKOUT,
      starter,
      ready: false,
      components: [],
      versions: versionsOf(groupsFor(settings)),
      ...(starter === undefined ? {} : { owner: starter }),
      ...(link === undefined ? {} : { device: link.device, cgroup: `batchtask-${slot}-${process.pid}` }),
    };
    mkdirSync(layout.state, { recursive: true, mode: 0o700 });
    writeRecord(layout.record, record);
    await startSupervisor(cache, name, settings.environment);
    return record;
  });
}

/** The commands that a cluster's processes are made of. */
export interface Prepared {
  readonly binaries: Binaries;
  /** Only with a real node. */
  readonly runc: string | undefined;
  /** Only with a real node. */
  readonly nft: Command | undefined;
}

/** The plan of a recorded cluster: the same record always gives the same. */
export function planOf(
  record: ClusterRecord,
  layout: Layout,
  environment: Environment,
  { binaries, runc, nft }: Prepared,
): Plan {
  const { name, slot, nodes, audit, cgroup } = record;
  const path = `${environment["PATH"] ?? ""}:/usr/sbin:/sbin`;
  return {
    name,
    slot,
    ...partsOf(record),
    audit,
    cgroup,
    layout,
    binaries,
    runc,
    nft,
    path,
    network: networkOf(slot, nodes.real),
  };
}
