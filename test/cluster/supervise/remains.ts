import { rmSync } from "node:fs";
import type { Layout } from "../layout.ts";
import { removeCgroups } from "../node/cgroups.ts";
import { killAndWait } from "../util/process.ts";
import type { ClusterRecord } from "./record.ts";

/**
 * Removes what is left of a cluster whose supervisor has ended or is ending: its processes, and outside
 * of the namespaces its cgroups and state. Doing it again does no harm.
 */
export async function removeRemains(layout: Layout, record: ClusterRecord): Promise<void> {
  const gone = await Promise.all(record.components.map((process) => killAndWait(process, 5_000)));
  if (gone.includes(false))
    throw new Error(`processes of cluster ${record.name} don't end: see ${layout.record}`);
  if (record.cgroup !== undefined) await removeCgroups(record.cgroup);
  rmSync(layout.state, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
}
