import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Resource } from "../../../src/kube/resource.ts";
import { build } from "../../cluster/build/build.ts";
import { cacheFolder } from "../../cluster/layout.ts";
import { freePort } from "../../examples/free-port.ts";
import { makeCertificate } from "../jobset/certificate.ts";
import { JOBSET } from "../jobset/group.ts";
import { crd, webhooks } from "../jobset/manifests.ts";
import { openMetrics } from "../jobset/metrics.ts";
import { startProcess } from "../measure/process.ts";
import { valueOf } from "../measure/prometheus.ts";
import { NAMESPACE, type Stage } from "../stage.ts";
import { holds } from "./job.ts";
import type { RunningOperator, Subject } from "./subject.ts";
import { TEMPLATE } from "./template.ts";

const JOBSETS: Resource = {
  group: "jobset.x-k8s.io",
  version: "v1alpha2",
  kind: "JobSet",
  plural: "jobsets",
  namespaced: true,
};

/** JobSet as it ships, without leader election. Its headless Service, of no use to one pod, is left out. */
export const jobset: Subject = {
  name: "jobset",
  resource: JOBSETS,
  object: (name, { suspend }) => ({
    metadata: { namespace: NAMESPACE, name },
    spec: {
      suspend,
      network: { enableDNSHostnames: false },
      replicatedJobs: [{ name: "main", replicas: 1, template: { spec: { template: TEMPLATE } } }],
    },
  }),
  isSettled: (object) => holds(object, "Suspended"),
  isFinished: (object) => holds(object, "Completed"),
  install: async (stage) => apply(stage, [await crd(process.env)]),
  start,
};

async function start(stage: Stage): Promise<RunningOperator> {
  const environment = process.env;
  const binary = join(
    await build(JOBSET, { environment, cache: cacheFolder(environment), report, signal: undefined }),
    "jobset",
  );
  const logs = stage.cluster.stateDir ?? "";
  const folder = join(logs, "jobset");
  mkdirSync(folder, { recursive: true });
  const certificate = await makeCertificate(folder, environment);
  const [webhook, health, metrics] = [await freePort(), await freePort(), await freePort()];
  const url = `https://127.0.0.1:${webhook}`;
  await apply(
    stage,
    await webhooks({ url, caBundle: Buffer.from(certificate).toString("base64") }, environment),
  );
  const configuration = {
    apiVersion: "config.jobset.x-k8s.io/v1alpha1",
    kind: "Configuration",
    health: { healthProbeBindAddress: `127.0.0.1:${health}` },
    metrics: { bindAddress: `127.0.0.1:${metrics}`, certDir: folder },
    webhook: { host: "127.0.0.1", port: webhook, certDir: folder },
    leaderElection: { leaderElect: false },
    internalCertManagement: { enable: false },
  };
  const config = join(folder, "configuration.json");
  writeFileSync(config, JSON.stringify(configuration));
  const started = await startProcess({
    name: "jobset",
    argv: [binary, `--config=${config}`],
    logs,
    readyUrl: `http://127.0.0.1:${health}/readyz`,
    environment: { KUBECONFIG: stage.cluster.kubeconfig },
  });
  await untilServed(stage);
  const scrape = await openMetrics(stage, `https://127.0.0.1:${metrics}/metrics`, certificate);
  // Go collects again once the heap is twice as large as what the last collection left.
  const liveHeap = async (): Promise<number> =>
    (valueOf(await scrape(), "go_memstats_next_gc_bytes") ?? 0) / 2;
  return { process: started, scrape, liveHeap };
}

/** Its readiness comes before its webhooks are served. */
async function untilServed({ client }: Stage): Promise<void> {
  for (let tries = 0; ; tries += 1) {
    try {
      await client.create(JOBSETS, jobset.object("probe", { suspend: true }), { dryRun: true });
      return;
    } catch (error) {
      if (tries >= 100) throw error;
      await sleep(200);
    }
  }
}

async function apply({ cluster }: Stage, objects: readonly object[]): Promise<void> {
  const input = JSON.stringify({ apiVersion: "v1", kind: "List", items: objects });
  const applied = await cluster.kubectl(["apply", "--server-side", "-f", "-"], { input });
  if (applied.code !== 0) throw new Error(`JobSet's manifests do not apply: ${applied.stderr}`);
  for (let tries = 0; tries < 100; tries += 1) {
    if ((await cluster.kubectl(["get", "jobsets.jobset.x-k8s.io", "-A"])).code === 0) return;
    await sleep(200);
  }
  throw new Error("JobSet's CRD is not served after 20 s");
}

function report(line: string): void {
  process.stderr.write(`${line}\n`);
}
