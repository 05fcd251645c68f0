import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** How one process of the operator ended. */
export interface Ending {
  readonly replica: number;
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  /** The harness ended it. */
  readonly meant: boolean;
  /** It ended as it has to at the loss of its lease. */
  readonly lostLease: boolean;
  readonly errors: string;
}

export interface OperatorProcess {
  readonly pid: number;
  /** Standard output so far. */
  readonly log: () => string;
  readonly errors: () => string;
  readonly running: () => boolean;
  readonly signal: (signal: NodeJS.Signals) => void;
  readonly ended: Promise<Ending>;
  /** Resolves with the time at which the log has these words, or 0 if it ends without. */
  readonly says: (words: RegExp) => Promise<number>;
}

export interface OperatorOptions {
  /** Its bundle. */
  readonly program: string;
  readonly replica: number;
  /** Where it finds its API server. */
  readonly url: string;
  readonly args: readonly string[];
  readonly nodeArgs?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
}

/** The operator as its users start it, on the API server that the URL names. */
export function startOperator({
  program,
  replica,
  url,
  args,
  nodeArgs = [],
  environment = {},
}: OperatorOptions): OperatorProcess {
  const kubeconfig = writeKubeconfig(url);
  const own = ["--http-host=127.0.0.1", "--http-port=0", "--log-format=json", `--kubeconfig=${kubeconfig}`];
  const child = spawn(process.execPath, [...nodeArgs, program, ...own, ...args], {
    // Hundreds of starts: what is compiled once stays so.
    env: {
      PATH: process.env["PATH"],
      HOME: tmpdir(),
      NODE_COMPILE_CACHE: join(tmpdir(), "batchtask-faults-compiled"),
      ...environment,
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const endWithUs = (): void => void child.kill("SIGKILL");
  process.once("exit", endWithUs);
  let [log, errors, meant] = ["", "", false];
  child.stdout.on("data", (chunk: Buffer) => (log += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (errors += chunk.toString()));
  const ended = endOf(child).then(({ code, signal }): Ending => {
    process.off("exit", endWithUs);
    rmSync(kubeconfig, { force: true });
    const lostLease = code === 1 && log.includes("it no longer leads");
    return { replica, code, signal, meant, lostLease, errors };
  });
  return {
    pid: child.pid ?? 0,
    log: () => log,
    errors: () => errors,
    running: () => child.exitCode === null && child.signalCode === null,
    signal(signal) {
      meant ||= signal === "SIGKILL" || signal === "SIGTERM";
      child.kill(signal);
    },
    ended,
    async says(words) {
      while (!words.test(log) && child.exitCode === null && child.signalCode === null)
        await Promise.race([once(child.stdout, "data"), ended]);
      return words.test(log) ? performance.now() : 0;
    },
  };
}

async function endOf(child: ChildProcess): Promise<{ code: number | null; signal: NodeJS.Signals | null }> {
  await once(child, "close");
  return { code: child.exitCode, signal: child.signalCode };
}

function writeKubeconfig(server: string): string {
  const path = join(tmpdir(), `batchtask-faults-${process.pid}-${new URL(server).port}-${performance.now()}`);
  const config = {
    apiVersion: "v1",
    kind: "Config",
    clusters: [{ name: "proxy", cluster: { server, "insecure-skip-tls-verify": true } }],
    users: [{ name: "operator", user: {} }],
    contexts: [{ name: "proxy", context: { cluster: "proxy", user: "operator" } }],
    "current-context": "proxy",
  };
  writeFileSync(path, JSON.stringify(config));
  return path;
}
