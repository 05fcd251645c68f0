/**
 * The fewest writes that a BatchTask can do with, by a client that does nothing else: it neither guards nor tells, and
 * can't restart. What it costs is the API server's price of the kind, which no operator can be below.
 *
 *   node test/bench/floor/main.ts KUBECONFIG PORT
 */
import type { BatchTask } from "../../../src/api/batchtask.ts";
import { NAME_LABEL } from "../../../src/api/group.ts";
import { BATCHTASKS, JOBS } from "../../../src/api/resources.ts";
import { fromKubeconfig } from "../../../src/kube/access/kubeconfig.ts";
import { createClient } from "../../../src/kube/client.ts";
import { systemClock } from "../../../src/kube/clock.ts";
import { type Resource, trust } from "../../../src/kube/resource.ts";
import { createTransport } from "../../../src/kube/transport/transport.ts";
import { serve } from "../../../src/operator/http-server.ts";
import { createMetrics } from "../../../src/operator/metrics/metrics.ts";
import { renderJob } from "../../../src/job/render.ts";
import { changesOf } from "../measure/watch.ts";
import { holds } from "../subjects/job.ts";

const [path = "", port = "0"] = process.argv.slice(2);
const access = await fromKubeconfig({ path, clock: systemClock });
const metrics = createMetrics();
const transport = createTransport({
  access,
  clock: systemClock,
  random: Math.random,
  metrics: metrics.transport,
});
const client = createClient(transport, { fieldManager: "floor" });
/** The versions that this client has written last, by name. */
const tasks = new Map<string, BatchTask>();

async function write(task: BatchTask, phase: "Suspended" | "Succeeded"): Promise<BatchTask> {
  const status = { observedGeneration: task.metadata.generation, phase };
  const written = await client.replaceStatus(BATCHTASKS, { ...task, status });
  tasks.set(task.metadata.name, written);
  return written;
}

async function begin(task: BatchTask): Promise<void> {
  const run = { number: 1, jobName: task.metadata.name, templateHash: "", trigger: "Created" as const };
  tasks.set(task.metadata.name, task);
  await client.create(JOBS, renderJob(task, task.spec, run), { fieldValidation: "Strict" });
  if (task.spec.suspend === true) await write(task, "Suspended");
}

async function end(name: string): Promise<void> {
  const task = tasks.get(name);
  tasks.delete(name);
  if (task) await write(task, "Succeeded");
}

async function follow(
  resource: Resource,
  query: Record<string, string>,
  take: (type: string, object: Record<string, unknown>) => Promise<void>,
): Promise<void> {
  for await (const { type, object } of changesOf(transport, resource, { query }))
    void take(type, object).catch(fail);
}

function fail(error: unknown): never {
  process.stderr.write(`${String(error)}\n`);
  process.exit(1);
}

void follow(BATCHTASKS, {}, async (type, object) => {
  if (type === "ADDED") await begin(trust(BATCHTASKS, object));
}).catch(fail);
void follow(JOBS, { labelSelector: NAME_LABEL }, async (type, object) => {
  const { metadata } = trust(JOBS, object);
  if (type === "MODIFIED" && holds(object, "Complete")) await end(metadata?.name ?? "");
}).catch(fail);
const { registry } = metrics;
await serve(
  {
    healthz: () => undefined,
    readyz: () => undefined,
    metrics: async () => ({ contentType: registry.contentType, body: await registry.metrics() }),
  },
  { host: "127.0.0.1", port: Number(port) },
);
