import type { TestProject } from "vitest/node";
import { up } from "../cluster/index.ts";

declare module "vitest" {
  export interface ProvidedContext {
    /** Path of a kubeconfig with full rights. */
    kubeconfig: string;
    /** Path of a kubectl. */
    kubectl: string;
  }
}

/** A real control plane of this run's own, with pods played by kwok and the CRDs applied. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const cluster = await up({
    environment: process.env,
    name: `integration-${process.pid}`,
    provider: "built",
    nodes: { real: false, kwok: 2 },
    report: (line) => process.stderr.write(`${line}\n`),
  });
  const applied = await cluster.kubectl(["apply", "-f", "crds/"]);
  if (applied.code !== 0) throw new Error(`The CRDs don't apply: ${applied.stderr}`);
  const established = ["wait", "--for=condition=Established", "--timeout=60s", "crd", "--all"];
  const waited = await cluster.kubectl(established);
  if (waited.code !== 0) throw new Error(`The CRDs are not served: ${waited.stderr}`);
  project.provide("kubeconfig", cluster.kubeconfig);
  project.provide("kubectl", cluster.kubectlPath);
  return () => cluster.down();
}
