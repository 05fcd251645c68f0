import type { TestProject } from "vitest/node";
import { minorOf, startCluster } from "./support/cluster.ts";

declare module "vitest" {
  export interface ProvidedContext {
    /** Path of a kubeconfig with full rights. */
    kubeconfig: string;
    /** Path of a kubectl. */
    kubectl: string;
    /** Minor version of the API server's Kubernetes: 37 for 1.37. */
    kubernetesMinor: number;
  }
}

/** A real control plane of this run's own, with pods played by kwok and the CRDs applied. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const cluster = await startCluster(`integration-${process.pid}`, 2);
  project.provide("kubeconfig", cluster.kubeconfig);
  project.provide("kubectl", cluster.kubectlPath);
  project.provide("kubernetesMinor", await minorOf(cluster));
  return () => cluster.down();
}
