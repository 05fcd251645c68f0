import { mkdirSync, rmSync } from "node:fs";
import { type Binaries, buildAll, groupsFor, versionsOf } from "../build/binaries.ts";
import { cacheFolder, type Layout, layoutOf } from "../layout.ts";
import { nodeProblems } from "../node/requirements.ts";
import type { Settings } from "../options.ts";
import { findRunc } from "../node/debian.ts";
import { networkOf } from "../plan/network.ts";
import type { Plan } from "../plan/plan.ts";
import { ask } from "../supervise/protocol.ts";
import { type ClusterRecord, readRecord, updateRecord, writeRecord } from "../supervise/record.ts";
import { withLock } from "../util/lock.ts";
import { identify } from "../util/process.ts";
import { missingTools } from "../util/tools.ts";
import { findSlot } from "./slot.ts";
import { healParts, startParts } from "./start.ts";
import { endCluster, isSupervised, startSupervisor } from "./supervisor.ts";

/** A built cluster that runs. */
export interface Built {
  readonly plan: Plan;
  /** Whether this call started it; otherwise it ran already. */
  readonly started: boolean;
}

/** Has the cluster running: builds, starts or reuses it. */
export async function upBuilt(wanted: Settings): Promise<Built> {
  const settings = withoutRealNodeWhereImpossible(wanted);
  const { environment, name, report, signal } = settings;
  const missing = missingTools(["openssl"], environment);
  if (missing.length > 0) throw new Error(`${missing.join("; ")}: install it and try again`);
  const cache = cacheFolder(environment);
  const context = { environment, cache, report, signal };
  const binaries = await buildAll(groupsFor(settings.nodes), context);
  const runc = settings.nodes.real ? await findRunc(context) : undefined;
  const layout = layoutOf(cache, name);
  const onWait = (): void => report(`Waiting for another process that starts or ends cluster ${name} …`);
  return await withLock({ key: layout.state, timeoutMs: 180_000, signal, onWait }, async () => {
    const running = reusable(layout, settings);
    if (running !== undefined) {
      const plan = planOf(running, layout, { binaries, runc, environment });
      if (await heals(plan, settings)) return { plan, started: false };
    }
    if (await endCluster(layout)) report(`Removed what was left of cluster ${name}.`);
    const plan = await startOrRemove(layout, settings, async () => {
      const record = await claim(cache, layout, settings);
      return planOf(record, layout, { binaries, runc, environment });
    });
    return { plan, started: true };
  });
}

function withoutRealNodeWhereImpossible(settings: Settings): Settings {
  if (!settings.nodes.real) return settings;
  const problems = nodeProblems(settings.environment);
  if (problems.length === 0) return settings;
  settings.report(
    `No real node here: ${problems.join("; ")}. kwok's nodes serve instead, without containers.`,
  );
  return { ...settings, nodes: { real: false, kwok: Math.max(settings.nodes.kwok, 1) } };
}

/** The record of a running cluster that has all that is wanted; throws where it runs without it. */
function reusable(layout: Layout, settings: Settings): ClusterRecord | undefined {
  const record = readRecord(layout.record);
  if (record === undefined || !record.ready || !isSupervised(layout)) return undefined;
  const groups = versionsOf(groupsFor(settings.nodes)).split(" ");
  const fits =
    (record.nodes.real || !settings.nodes.real) &&
    record.nodes.kwok >= settings.nodes.kwok &&
    (record.audit || !settings.audit) &&
    groups.every((group) => record.versions.split(" ").includes(group));
  if (fits) return record;
  const has = `${record.nodes.real ? "a real node and " : ""}${record.nodes.kwok} kwok nodes`;
  throw new Error(
    `Cluster "${record.name}" runs with ${has}${record.audit ? " and audit" : ""}, which is not what is wanted now: ` +
      `end it (npm run cluster -- down --name ${record.name}) or give another --name.`,
  );
}

/** Takes a slot and starts the supervisor, which holds it; the record is there before anything else is. */
async function claim(cache: string, layout: Layout, settings: Settings): Promise<ClusterRecord> {
  return await withLock({ key: "slots", timeoutMs: 60_000, signal: settings.signal }, async () => {
    const { nodes, name, audit } = settings;
    const slot = await findSlot(nodes.real);
    const starter = identify(process.pid);
    const link = networkOf(slot, nodes.real).link;
    const record: ClusterRecord = {
      name,
      slot,
      nodes,
      audit,
      starter,
      ready: false,
      components: [],
      versions: versionsOf(groupsFor(nodes)),
      ...(starter === undefined ? {} : { owner: starter }),
      ...(link === undefined ? {} : { device: link.device, cgroup: `batchtask-${slot}-${process.pid}` }),
    };
    mkdirSync(layout.state, { recursive: true, mode: 0o700 });
    writeRecord(layout.record, record);
    await startSupervisor(cache, name, settings.environment);
    return record;
  });
}

interface Surroundings {
  readonly binaries: Binaries;
  readonly runc: string | undefined;
  readonly environment: Settings["environment"];
}

function planOf(record: ClusterRecord, layout: Layout, { binaries, runc, environment }: Surroundings): Plan {
  const { name, slot, nodes, audit, cgroup } = record;
  const path = `${environment["PATH"] ?? ""}:/usr/sbin:/sbin`;
  return {
    name,
    slot,
    nodes,
    audit,
    cgroup,
    layout,
    binaries,
    runc,
    path,
    network: networkOf(slot, nodes.real),
  };
}

async function startOrRemove(
  layout: Layout,
  settings: Settings,
  claimed: () => Promise<Plan>,
): Promise<Plan> {
  try {
    const plan = await claimed();
    await startParts(plan, settings);
    await handOver(plan, settings);
    return plan;
  } catch (error) {
    await endCluster(layout);
    rmSync(layout.state, { recursive: true, force: true });
    throw error;
  }
}

/** Whether the running cluster is well, or well again. */
async function heals(plan: Plan, settings: Settings): Promise<boolean> {
  try {
    await healParts(plan, settings);
    return true;
  } catch (error) {
    settings.signal?.throwIfAborted();
    settings.report(
      `The running cluster is broken: ${error instanceof Error ? error.message : String(error)}`,
    );
    settings.report("Starting it anew, empty …");
    return false;
  }
}

/** From here on the cluster lives as long as its owner, no longer as long as the process that started it. */
async function handOver({ layout }: Plan, { owner }: Settings): Promise<void> {
  const { owner: _starter, ...rest } = readRecord(layout.record) ?? updateRecord(layout.record, {});
  const id = owner === "none" ? undefined : identify(owner);
  if (owner !== "none" && id === undefined)
    throw new Error(`process ${owner}, which was to own the cluster, has ended`);
  writeRecord(layout.record, {
    ...rest,
    starter: undefined,
    ready: true,
    ...(id === undefined ? {} : { owner: id }),
  });
  await ask(layout.socket, { op: "list" });
}
