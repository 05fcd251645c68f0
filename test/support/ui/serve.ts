import { randomBytes } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import type { Assets, ClusterPort } from "../../../src/ui/server/ports.ts";
import { type PageServer, servePage } from "../../../src/ui/server/server.ts";
import { NOW } from "./rows.ts";

/** Serves the page over a recorded cluster, whose clock begins at NOW and goes on. */
export async function serveRecorded(cluster: ClusterPort, assets: Assets, port = 0): Promise<PageServer> {
  const begun = performance.now();
  return await servePage({
    cluster,
    assets,
    port,
    secret: () => randomBytes(32).toString("base64url"),
    clock: {
      now: () => NOW + performance.now() - begun,
      monotonic: () => performance.now(),
      sleep: async (ms, signal) => await sleep(ms, undefined, { signal, ref: false }),
    },
  });
}
