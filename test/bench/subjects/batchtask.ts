import { DEFERRED_MS } from "../../../src/controllers/batchtask/status-writer/deferral.ts";
import { join } from "node:path";
import { bundle } from "../../../deploy/image/bundle.ts";
import { ENTRYPOINT, VARIABLES } from "../../../deploy/image/files.ts";
import { isRecord } from "../../../src/kube/json.ts";
import { BATCHTASKS } from "../../../src/api/resources.ts";
import { freePort } from "../../examples/free-port.ts";
import { applyCrds } from "../../support/crds.ts";
import { heapAfterCollection } from "../../faults/run/footprint.ts";
import { startProcess } from "../measure/process.ts";
import { scrapeUrl } from "../measure/prometheus.ts";
import { until } from "../measure/wait.ts";
import { NAMESPACE, type Stage } from "../stage.ts";
import type { RunningOperator, StartOptions, Subject } from "./subject.ts";
import { TEMPLATE } from "./template.ts";

function phaseOf(object: Record<string, unknown>): unknown {
  return isRecord(object["status"]) ? object["status"]["phase"] : undefined;
}

/** What the operator says before it asks the cluster for anything. */
const LOADING = "Starting";

/** The operator as its image starts it, without leader election, and with its admission policies. */
export const batchtask: Subject = {
  name: "batchtask",
  resource: BATCHTASKS,
  object: (name, { suspend }) => ({
    metadata: { namespace: NAMESPACE, name },
    spec: { suspend, template: TEMPLATE },
  }),
  isSettled: (object) => phaseOf(object) === "Suspended",
  isFinished: (object) => phaseOf(object) === "Succeeded",
  progressMs: DEFERRED_MS,
  async install({ cluster }) {
    await bundle(cluster.stateDir ?? "");
    await applyCrds(cluster);
    const applied = await cluster.kubectl(["apply", "-f", "deploy/admission/"]);
    if (applied.code !== 0) throw new Error(`deploy/admission does not apply: ${applied.stderr}`);
  },
  start,
};

async function start({ cluster }: Stage, { profile }: StartOptions): Promise<RunningOperator> {
  const port = await freePort();
  const [, ...flags] = ENTRYPOINT;
  const program =
    profile === undefined
      ? [...flags, join(cluster.stateDir ?? "", "operator.mjs")]
      : // A profile names the files of the source.
        [...flags, "--cpu-prof", `--cpu-prof-dir=${profile}`, join("src", "operator", "main.ts")];
  const scrape = () => scrapeUrl(`http://127.0.0.1:${port}/metrics`);
  let loaded = false;
  const process = await startProcess({
    name: "operator",
    argv: [
      globalThis.process.execPath,
      // For SIGUSR1, with which a collection is asked for before the heap is measured.
      "--inspect-port=127.0.0.1:0",
      ...program,
      `--kubeconfig=${cluster.kubeconfig}`,
      "--leader-elect=false",
      "--log-format=json",
      "--http-host=127.0.0.1",
      `--http-port=${port}`,
    ],
    logs: cluster.stateDir ?? "",
    environment: VARIABLES,
    readyUrl: `http://127.0.0.1:${port}/readyz`,
    async notReady(answer) {
      // The event loop's longest turn counts from a scrape on: not to load Node's modules, but to read what there is.
      if (!loaded && !answer.includes(LOADING)) await scrape();
      loaded ||= !answer.includes(LOADING);
    },
  });
  return {
    process,
    scrape,
    async liveHeap() {
      process.signal("SIGUSR1");
      await until("the inspector listens", 10_000, () => process.errors().includes("ws://"));
      return await heapAfterCollection(process);
    },
  };
}
