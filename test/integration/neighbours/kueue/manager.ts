import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { type OperatorProcess, startProcess } from "../../../bench/measure/process.ts";
import type { Cluster } from "../../../cluster/index.ts";
import type { Environment } from "../../../cluster/util/run.ts";
import { freePort } from "../../../examples/free-port.ts";
import { kubeconfigOf } from "../../support/service-account.ts";
import { kueueManifests, NAMESPACE } from "./manifests.ts";

const ACCOUNT = {
  namespace: NAMESPACE,
  name: "kueue-controller-manager",
  right: ["patch", "jobs.batch"],
} as const;

/** The user that Kueue's manager is, with the rights of Kueue's own roles. */
export const KUEUE = `system:serviceaccount:${ACCOUNT.namespace}:${ACCOUNT.name}`;

/**
 * Installs Kueue and starts its manager beside the cluster, as its ServiceAccount, with the settings and the certificates
 * that it makes itself. Otherwise than shipped are addresses and ports, that it elects no leader, and that it does not
 * serve its API of pending workloads.
 */
export async function startKueue(
  cluster: Cluster,
  binary: string,
  environment: Environment,
): Promise<OperatorProcess> {
  const folder = join(cluster.stateDir ?? "", "kueue");
  mkdirSync(folder, { recursive: true });
  const [webhook, health, metrics] = [await freePort(), await freePort(), await freePort()];
  const { objects, configuration } = await kueueManifests(cluster, webhook, environment);
  await apply(cluster, objects);
  const file = (name: string): string => join(folder, name);
  writeFileSync(
    file("configuration.json"),
    JSON.stringify({
      ...configuration,
      health: { healthProbeBindAddress: `127.0.0.1:${health}` },
      metrics: { bindAddress: `127.0.0.1:${metrics}` },
      webhook: { host: "127.0.0.1", port: webhook, certDir: folder },
      leaderElection: { leaderElect: false },
      featureGates: { VisibilityOnDemand: false },
    }),
  );
  writeFileSync(file("kubeconfig"), await kubeconfigOf(cluster, ACCOUNT), { mode: 0o600 });
  return await startProcess({
    name: "kueue",
    argv: [binary, `--config=${file("configuration.json")}`, "--zap-log-level=2"],
    logs: folder,
    readyUrl: `http://127.0.0.1:${health}/readyz`,
    environment: { ...environment, KUBECONFIG: file("kubeconfig") },
    notReady: () => mountCertificates(cluster, folder),
  });
}

/** Applies objects as an administrator. */
export async function apply(cluster: Cluster, items: readonly object[]): Promise<void> {
  const input = JSON.stringify({ apiVersion: "v1", kind: "List", items });
  const applied = await cluster.kubectl(["apply", "--server-side", "-f", "-"], { input });
  if (applied.code !== 0) throw new Error(applied.stderr);
}

const secretSchema = z.object({ data: z.record(z.string(), z.string()).default({}) });

/** What the kubelet does for a manager in a pod: puts the Secret that Kueue fills into the folder of its certificates. */
async function mountCertificates(cluster: Cluster, folder: string): Promise<void> {
  const read = ["get", "secret", "kueue-webhook-server-cert", "--namespace", NAMESPACE, "-o", "json"];
  const { code, stdout, stderr } = await cluster.kubectl(read);
  if (code !== 0) throw new Error(stderr);
  const files = Object.entries(secretSchema.parse(JSON.parse(stdout)).data);
  // The certificate is what Kueue waits for: it comes last.
  for (const [name, text] of files.toSorted(([a], [b]) => b.localeCompare(a)))
    writeFileSync(join(folder, name), Buffer.from(text, "base64"), { mode: 0o600 });
}
