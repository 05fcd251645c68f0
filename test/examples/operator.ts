import { spawn } from "node:child_process";
import { once } from "node:events";
import { openSync } from "node:fs";
import { setTimeout } from "node:timers/promises";
import type { Cluster } from "../cluster/index.ts";

const START_MS = 30_000;
const STOP_MS = 30_000;

/** The operator as a process of its own. */
export interface OperatorProcess {
  pid: number;
  logFile: string;
  /** Ends it as Kubernetes would, by SIGTERM. */
  stop(): Promise<void>;
  /** Lets it go on after this process has ended. */
  leave(): void;
}

export interface OperatorOptions {
  logFile: string;
  port: number;
  /** All where absent. */
  namespace?: string;
}

/** Starts the operator on a cluster and waits until it is ready. Its log goes to `logFile`. */
export async function startOperator(
  cluster: Cluster,
  { logFile, port, namespace }: OperatorOptions,
): Promise<OperatorProcess> {
  const context = cluster.context === undefined ? [] : [`--context=${cluster.context}`];
  const args = [
    "src/operator/main.ts",
    `--kubeconfig=${cluster.kubeconfig}`,
    ...context,
    ...(namespace === undefined ? [] : [`--namespace=${namespace}`]),
    "--leader-elect=false",
    "--http-host=127.0.0.1",
    `--http-port=${port}`,
  ];
  const log = openSync(logFile, "w");
  const child = spawn(process.execPath, args, { stdio: ["ignore", log, log], detached: true });
  const exit = once(child, "exit");
  const end = performance.now() + START_MS;
  while (!(await isReady(port))) {
    if (child.exitCode !== null)
      throw new Error(`The operator ended with code ${child.exitCode}; its log: ${logFile}`);
    if (performance.now() > end)
      throw new Error(`The operator is not ready after ${START_MS} ms; its log: ${logFile}`);
    await setTimeout(100);
  }
  return {
    pid: child.pid ?? 0,
    logFile,
    leave: () => child.unref(),
    async stop() {
      child.kill("SIGTERM");
      const late = new AbortController();
      const killed = setTimeout(STOP_MS, undefined, { signal: late.signal }).then(
        () => child.kill("SIGKILL"),
        () => undefined,
      );
      await exit;
      late.abort();
      await killed;
    },
  };
}

async function isReady(port: number): Promise<boolean> {
  try {
    return (await fetch(`http://127.0.0.1:${port}/readyz`)).ok;
  } catch {
    return false;
  }
}
