import { rmdirSync, rmSync } from "node:fs";
import type { Layout } from "../layout.ts";
import { removeCgroups } from "../node/cgroups.ts";
import { killAndWait } from "../util/process.ts";
import type { ClusterRecord } from "./record.ts";

/**
 * Removes what is left of a cluster whose supervisor has ended or is ending: its processes, and outside
 * of the namespaces its cgroups and folders. Doing it again does no harm.
 */
export async function removeRemains(layout: Layout, record: ClusterRecord): Promise<void> {
  const gone = await Promise.all(record.components.map((process) => killAndWait(process, 5_000)));
  if (gone.includes(false))
    throw new Error(`processes of cluster ${record.name} don't end: see ${layout.record}`);
  if (record.cgroup !== undefined) await removeCgroups(record.cgroup);
  for (const folder of record.madeFolders ?? []) removeEmpty(folder);
  rmSync(layout.state, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
}

function removeEmpty(folder: string): void {
  try {
    rmdirSync(folder);
  } catch {
    // Somebody else uses it, or it is gone already.
  }
}
