/**
 * What of the CRD's schema costs the API server how much: CPU of its process for each creation of a task and for each
 * write of its status, with parts of the schema taken out, in turns of one run and without an operator.
 *
 *   npm run bench:schema [-- --rounds 3] [--n 400]
 */
import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";
import { parse } from "yaml";
import { BATCHTASKS } from "../../../src/api/resources.ts";
import { isRecord } from "../../../src/kube/json.ts";
import type { KubeObject } from "../../../src/kube/object.ts";
import type { Resource } from "../../../src/kube/resource.ts";
import { inParallel } from "../../faults/support/pool.ts";
import { applyCrds } from "../../support/crds.ts";
import { namesOf } from "../load.ts";
import { cpuMs } from "../measure/proc.ts";
import { quantile } from "../measure/quantile.ts";
import { untilIdle } from "../measure/wait.ts";
import { CONCURRENCY, NAMESPACE, openStage, type Stage } from "../stage.ts";
import { STATUS, TEMPLATE } from "./objects.ts";
import { VARIANTS } from "./variants.ts";

const TASKS: Resource = BATCHTASKS;
const CRD = "crds/batchtasks.batchtask.dev.yaml";
/** A changed CRD is served by a handler of its own, which takes over within this time. */
const TAKEN_OVER_MS = 3_000;

const { values } = parseArgs({
  options: { rounds: { type: "string", default: "3" }, n: { type: "string", default: "400" } },
});

interface Cost {
  create: number;
  status: number;
}

async function serve(
  { cluster }: Stage,
  change: (properties: Record<string, unknown>) => void,
): Promise<void> {
  const crd: unknown = parse(readFileSync(CRD, "utf8"));
  change(schemaOf(crd));
  const replaced = await cluster.kubectl(["replace", "-f", "-"], { input: JSON.stringify(crd) });
  if (replaced.code !== 0) throw new Error(`the CRD is refused: ${replaced.stderr}`);
  await sleep(TAKEN_OVER_MS);
}

/** `spec` and `status` of the CRD's one version. */
function schemaOf(crd: unknown): Record<string, unknown> {
  const path = ["spec", "versions", "0", "schema", "openAPIV3Schema", "properties"];
  const step = (at: unknown, key: string): unknown =>
    Array.isArray(at) ? at[Number(key)] : isRecord(at) && at[key];
  const found = path.reduce(step, crd);
  if (!isRecord(found)) throw new Error(`${CRD} has no ${path.join(".")}`);
  return found;
}

/** CPU of the API server's process for each of some objects, in milliseconds, until it is idle again. */
async function costOf(
  pid: number,
  items: readonly string[],
  work: (name: string) => Promise<void>,
): Promise<number> {
  await untilIdle([pid]);
  const before = cpuMs(pid);
  await inParallel(items, CONCURRENCY, work);
  return (cpuMs(pid) - before) / items.length;
}

async function measure({ client, cluster }: Stage, names: readonly string[]): Promise<Cost> {
  const server = (await cluster.components()).find(({ name }) => name === "kube-apiserver");
  if (server === undefined) throw new Error("no kube-apiserver runs");
  const { pid } = server.process;
  const tasks = new Map<string, KubeObject>();
  const create = await costOf(pid, names, async (name) => {
    const object = {
      metadata: { namespace: NAMESPACE, name },
      spec: { suspend: true, template: TEMPLATE },
    };
    tasks.set(name, await client.create(TASKS, object));
  });
  const status = await costOf(pid, names, async (name) => {
    const task = tasks.get(name);
    if (task) await client.replaceStatus(TASKS, Object.assign(task, { status: STATUS }));
  });
  await inParallel(names, CONCURRENCY, async (name) => {
    const uid = tasks.get(name)?.metadata?.uid ?? "";
    await client.delete(TASKS, { namespace: NAMESPACE, name }, { uid });
  });
  return { create, status };
}

const rounds = Number(values.rounds);
const costs = new Map<string, Cost[]>(Object.keys(VARIANTS).map((name) => [name, []]));
const stage = await openStage();
try {
  await applyCrds(stage.cluster);
  await measure(stage, namesOf("warm", Number(values.n)));
  for (let round = 1; round <= rounds; round += 1) {
    for (const [name, change] of Object.entries(VARIANTS)) {
      await serve(stage, change);
      await measure(stage, namesOf("warm", 50));
      const cost = await measure(stage, namesOf("schema", Number(values.n)));
      costs.get(name)?.push(cost);
      console.log(`round ${round}, ${name}: ${cost.create.toFixed(2)} ms, ${cost.status.toFixed(2)} ms`);
    }
  }
} finally {
  await stage.close();
}

const spread = (all: number[]): string =>
  [0.5, 0, 1].map((share) => quantile(all, share)?.toFixed(2)).join("\t");
console.log(`\nCPU of the API server, ms: median, least and most of ${rounds} rounds of ${values.n} objects`);
console.log("creation\t\t\tstatus write\t\t\tschema");
for (const [name, all] of costs)
  console.log(
    `${spread(all.map(({ create }) => create))}\t${spread(all.map(({ status }) => status))}\t${name}`,
  );
