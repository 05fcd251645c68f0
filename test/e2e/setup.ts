import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { type Cluster, up } from "../cluster/index.ts";

declare module "vitest" {
  export interface ProvidedContext {
    /** Why nothing here can run; undefined where it can. */
    noRealNode: string | undefined;
    /** Name of the built cluster, to be joined. */
    clusterName: string;
    /** Folder for logs. */
    folder: string;
  }
}

/** A real node of this run's own, where containers run. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const name = `e2e-${process.pid}`;
  const cluster: Cluster = await up({
    environment: process.env,
    name,
    nodes: { real: true },
    report: (line) => process.stderr.write(`${line}\n`),
  });
  const folder = await mkdtemp(join(tmpdir(), "batchtask-e2e-"));
  const reason = cluster.has.realNode
    ? undefined
    : "this machine runs no real node (Linux and root are needed)";
  if (reason) process.stderr.write(`e2e tests are skipped: ${reason}\n`);
  project.provide("noRealNode", reason);
  project.provide("clusterName", name);
  project.provide("folder", folder);
  return async () => {
    if (cluster.kind !== "existing") await cluster.down();
    await rm(folder, { recursive: true });
  };
}
