import { spawn } from "node:child_process";
import { closeSync, mkdirSync, openSync } from "node:fs";
import { join } from "node:path";
import { type ClusterRecord, readRecord } from "../supervise/record.ts";
import { ask } from "../supervise/protocol.ts";
import { removeRemains } from "../supervise/remains.ts";
import { layoutOf, type Layout } from "../layout.ts";
import { logTail } from "../util/files.ts";
import { isAlive, killAndWait } from "../util/process.ts";
import type { Environment } from "../util/run.ts";
import { waitFor } from "../util/wait.ts";

/** Starts the supervisor as a process that outlives this one; its owner is in the record. */
export async function startSupervisor(cache: string, name: string, environment: Environment): Promise<void> {
  const layout = layoutOf(cache, name);
  mkdirSync(layout.logs, { recursive: true });
  const path = join(layout.logs, "supervisor.log");
  const log = openSync(path, "a");
  const script = join(import.meta.dirname, "..", "supervise", "main.ts");
  const child = spawn(process.execPath, ["--disable-warning=ExperimentalWarning", script, cache, name], {
    detached: true,
    cwd: "/",
    env: { ...environment, NODE_OPTIONS: "" },
    stdio: ["ignore", log, log],
  });
  closeSync(log);
  child.unref();
  await waitFor(
    { what: "start of the supervisor", timeoutMs: 10_000, everyMs: 20, explain: () => logTail(path) },
    () =>
      ask(layout.socket, { op: "list" }).then(
        () => true,
        () => false,
      ),
  );
}

/** Whether the cluster's supervisor runs. */
export function isSupervised(layout: Layout): boolean {
  return isAlive(readRecord(layout.record)?.supervisor);
}

/** Ends a cluster and removes everything of it; false where there was none. */
export async function endCluster(layout: Layout): Promise<boolean> {
  const record = readRecord(layout.record);
  if (record === undefined) return false;
  if (isAlive(record.supervisor)) await endSupervisor(layout, record);
  const latest = readRecord(layout.record);
  await removeRemains(layout, latest ?? record);
  return true;
}

async function endSupervisor(layout: Layout, record: ClusterRecord): Promise<void> {
  await ask(layout.socket, { op: "shutdown" }, 30_000).catch(() => []);
  await waitFor(
    { what: `end of ${record.name}'s supervisor`, timeoutMs: 2_000, everyMs: 20 },
    async () => !isAlive(record.supervisor),
  ).catch(() => killAndWait(record.supervisor, 5_000));
}
