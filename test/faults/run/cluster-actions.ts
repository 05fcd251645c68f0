import { cpSync, rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { NAMESPACES } from "../../../src/api/resources.ts";
import type { Action } from "../plan/schema.ts";
import { insist } from "./insist.ts";
import type { Stage } from "./stage.ts";

/** What acts from the API server's data: after a restore each of them must forget what it knew. */
const CLIENTS = ["kube-controller-manager", "kube-scheduler", "kwok"] as const;

/** What a script could do it in at best; the directory's copy alone takes milliseconds here. */
const SHORTEST_RESTORE_MS = 3_000;

/** More than a story and the cluster's own leases make between backup and restore. */
const OVERTAKING_WRITES = 200;

/** Actions on the processes of a cluster that a run has for itself. */
export function createClusterActions(stage: Stage): (action: Action) => Promise<void> {
  const { cluster } = stage;
  const store = cluster.has.store ?? "etcd";
  const data = join(cluster.stateDir ?? "", "store");
  const copy = join(cluster.stateDir ?? "", "store-backup");

  async function again(component: string, signal: NodeJS.Signals, awayMs = 0): Promise<void> {
    await cluster.stopComponent(component, signal);
    await sleep(awayMs);
    await cluster.startComponent(component);
  }

  async function answers(): Promise<void> {
    for (;;) {
      const asked = await cluster.kubectl(["get", "--raw", "/readyz", "--request-timeout=2s"]);
      if (asked.code === 0) return;
      await sleep(200);
    }
  }

  async function backup(): Promise<void> {
    await cluster.stopComponent(store, "SIGTERM");
    rmSync(copy, { recursive: true, force: true });
    cpSync(data, copy, { recursive: true });
    await cluster.startComponent(store);
    await answers();
  }

  /** Brings the versions of restored data past all that were given before: watches from there are alive, and deaf. */
  async function overtake(): Promise<void> {
    for (let write = 0; write < OVERTAKING_WRITES; write += 1) {
      const annotations = { "faults.batchtask.dev/write": String(write) };
      await insist(() =>
        stage.client.mergePatch(NAMESPACES, { name: "default" }, { metadata: { annotations } }),
      );
    }
  }

  /** As people restore: everything stopped, old data, everything started. The operator goes on. */
  async function restore(): Promise<void> {
    await cluster.stopComponent("kube-apiserver", "SIGKILL");
    await cluster.stopComponent(store, "SIGKILL");
    rmSync(data, { recursive: true });
    cpSync(copy, data, { recursive: true });
    await sleep(SHORTEST_RESTORE_MS);
    await cluster.startComponent(store);
    await cluster.startComponent("kube-apiserver");
    await answers();
    await overtake();
    for (const name of CLIENTS) await again(name, "SIGKILL");
    await stage.witness.restart();
  }

  return async (action) => {
    if (action.restart) {
      const { component, signal, awayMs } = action.restart;
      await again(component === "store" ? store : component, signal, awayMs);
      await answers();
    } else if (action.backup) await backup();
    else if (action.restore) await restore();
    else throw new Error(`nothing does ${JSON.stringify(action)}`);
  };
}

/** Whether an action is about processes that all runs on a cluster share. */
export function needsOwnCluster(action: Action): boolean {
  return Boolean(action.restart ?? action.backup ?? action.restore);
}
