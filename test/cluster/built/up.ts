import { rmSync } from "node:fs";
import { buildAll, groupsFor } from "../build/binaries.ts";
import type { BuildContext } from "../build/build.ts";
import { CHECKOUT, cacheFolder, type Layout, layoutOf } from "../layout.ts";
import { findBusybox, findNft, findRunc } from "../node/debian.ts";
import { nodeProblems } from "../node/requirements.ts";
import type { Parts, Settings } from "../options.ts";
import type { Plan } from "../plan/plan.ts";
import { ask } from "../supervise/protocol.ts";
import { type ClusterRecord, partsOf, readRecord, updateRecord, writeRecord } from "../supervise/record.ts";
import { withLock } from "../util/lock.ts";
import { identify } from "../util/process.ts";
import { missingTools } from "../util/tools.ts";
import { claim, planOf, type Prepared, reusable } from "./claim.ts";
import { healParts, startParts } from "./start.ts";
import { endCluster } from "./supervisor.ts";

/** A built cluster that runs. */
export interface Built {
  readonly plan: Plan;
  /** Whether this call started it; otherwise it ran already. */
  readonly started: boolean;
}

/** Has the cluster running: builds, starts or reuses it. */
export async function upBuilt(wanted: Settings): Promise<Built> {
  const settings = await withoutRealNodeWhereImpossible(wanted);
  const { environment, name, report, signal } = settings;
  const missing = missingTools(["openssl"], environment);
  if (missing.length > 0) throw new Error(`${missing.join("; ")}: install it and try again`);
  const cache = cacheFolder(environment);
  const context = { environment, cache, report, signal };
  // Before the lock: a cold build takes minutes, and "down" should not wait for it.
  await prepare(settings, context);
  const layout = layoutOf(cache, name);
  const onWait = (): void => report(`Waiting for another process that starts or ends cluster ${name} …`);
  return await withLock({ key: layout.state, timeoutMs: 180_000, signal, onWait }, async () => {
    const running = reusable(layout, settings);
    if (running !== undefined) {
      const plan = planOf(running, layout, environment, await prepare(partsOf(running), context));
      if (await heals(plan, settings)) {
        tellOfOtherCheckout(running, settings);
        return { plan, started: false };
      }
    }
    if (await endCluster(layout)) report(`Removed what was left of cluster ${name}.`);
    const plan = await startOrRemove(layout, settings, async () => {
      const record = await claim(cache, layout, settings);
      return planOf(record, layout, environment, await prepare(settings, context));
    });
    return { plan, started: true };
  });
}

/** Everything that the parts need, built or downloaded where the cache has it not. */
async function prepare(parts: Parts, context: BuildContext): Promise<Prepared> {
  const binaries = await buildAll(groupsFor(parts), context);
  if (!parts.nodes.real) return { binaries, runc: undefined, nft: undefined };
  await findBusybox(context);
  return { binaries, runc: await findRunc(context), nft: await findNft(context) };
}

async function withoutRealNodeWhereImpossible(settings: Settings): Promise<Settings> {
  if (!settings.nodes.real) return settings;
  const problems = await nodeProblems(settings);
  if (problems.length === 0) return settings;
  settings.report(
    `No real node here: ${problems.join("; ")}. kwok's nodes serve instead, without containers.`,
  );
  return { ...settings, nodes: { real: false, kwok: Math.max(settings.nodes.kwok, 1) } };
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

/** A cluster that somebody else works on is joined by nobody unawares. */
function tellOfOtherCheckout({ name, checkout }: ClusterRecord, { report }: Settings): void {
  if (checkout === undefined || checkout === CHECKOUT) return;
  report(
    `Cluster ${name} was started from another checkout, ${checkout}, and has what was applied from there. ` +
      "For one of your own give another --name.",
  );
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
