import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { z } from "zod";
import { type OperatorProcess, startProcess } from "../../../bench/measure/process.ts";
import type { Cluster } from "../../../cluster/index.ts";
import { freePort } from "../../../examples/free-port.ts";
import { blocksOf } from "../../../support/pages.ts";
import { type Sample, parseScrape } from "../../observability/scrape.ts";
import { kubeconfigOf } from "../../support/service-account.ts";

const CONFIGURATION = "deploy/observability/kube-state-metrics.yaml";
const PAGE = "deploy/observability/README.md";
const NAME = "batchtask-kube-state-metrics";

/** A kube-state-metrics with the shipped configuration and nothing else, and the rights that the page on it names. */
export interface Exporter {
  process: OperatorProcess;
  scrape(): Promise<Sample[]>;
}

/** @param folder of its logs, and of the credentials of a ServiceAccount in the namespace */
export async function startExporter(
  binary: string,
  cluster: Pick<Cluster, "kubectl" | "kubeconfig">,
  { namespace, folder }: { namespace: string; folder: string },
): Promise<Exporter> {
  const items = accountIn(namespace);
  const input = JSON.stringify({ apiVersion: "v1", kind: "List", items });
  const applied = await cluster.kubectl(["apply", "--server-side", "-f", "-"], { input });
  if (applied.code !== 0) throw new Error(applied.stderr);
  const right = ["list", "batchtasks.batchtask.dev"] as const;
  const kubeconfig = join(folder, "kubeconfig");
  writeFileSync(kubeconfig, await kubeconfigOf(cluster, { namespace, name: NAME, right }), { mode: 0o600 });
  const [port, telemetry] = [await freePort(), await freePort()];
  const process = await startProcess({
    name: "kube-state-metrics",
    argv: [
      binary,
      `--kubeconfig=${kubeconfig}`,
      `--custom-resource-state-config-file=${CONFIGURATION}`,
      "--custom-resource-state-only=true",
      "--host=127.0.0.1",
      `--port=${port}`,
      "--telemetry-host=127.0.0.1",
      `--telemetry-port=${telemetry}`,
    ],
    logs: folder,
    readyUrl: `http://127.0.0.1:${port}/healthz`,
  });
  return {
    process,
    async scrape() {
      const answer = await fetch(`http://127.0.0.1:${port}/metrics`);
      return parseScrape(await answer.text()).samples;
    },
  };
}

const roleSchema = z.looseObject({
  kind: z.literal("ClusterRole"),
  metadata: z.object({ name: z.string() }),
});

/** A ServiceAccount with the ClusterRole of the page. */
function accountIn(namespace: string): object[] {
  const blocks = blocksOf(PAGE).filter(({ language }) => language === "yaml");
  const role = blocks
    .map(({ text }) => roleSchema.safeParse(parse(text)).data)
    .find((found) => found?.metadata.name === NAME);
  if (!role) throw new Error(`${PAGE} has no ClusterRole ${NAME}`);
  return [
    { apiVersion: "v1", kind: "ServiceAccount", metadata: { namespace, name: NAME } },
    role,
    {
      apiVersion: "rbac.authorization.k8s.io/v1",
      kind: "ClusterRoleBinding",
      metadata: { name: NAME },
      roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: NAME },
      subjects: [{ kind: "ServiceAccount", namespace, name: NAME }],
    },
  ];
}
