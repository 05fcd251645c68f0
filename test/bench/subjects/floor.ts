import { join } from "node:path";
import { freePort } from "../../examples/free-port.ts";
import { startProcess } from "../measure/process.ts";
import { scrapeUrl } from "../measure/prometheus.ts";
import { batchtask } from "./batchtask.ts";
import type { Subject } from "./subject.ts";

/** The kind itself, without an operator's work: see floor/main.ts. */
export const floor: Subject = {
  name: "floor",
  resource: batchtask.resource,
  object: batchtask.object,
  isSettled: batchtask.isSettled,
  isFinished: batchtask.isFinished,
  install: batchtask.install,
  async start({ cluster }) {
    const port = await freePort();
    const process = await startProcess({
      name: "floor",
      argv: [
        globalThis.process.execPath,
        join("test", "bench", "floor", "main.ts"),
        cluster.kubeconfig,
        String(port),
      ],
      logs: cluster.stateDir ?? "",
      readyUrl: `http://127.0.0.1:${port}/readyz`,
    });
    return {
      process,
      scrape: () => scrapeUrl(`http://127.0.0.1:${port}/metrics`),
      liveHeap: () => Promise.resolve(Number.NaN),
    };
  },
};
