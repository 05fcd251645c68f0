import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { eventually } from "./eventually.ts";

/** The operator as its users start it. */
export interface OperatorProcess {
  child: ChildProcess;
  /** Resolves with the exit code. */
  exit: Promise<number>;
  /** GET on the port of its probes, once it serves them. */
  ask: (path: string) => Promise<{ status: number; text: string }>;
  log: () => string;
  errors: () => string;
}

/** Starts it on a free port, with this environment and PATH alone; its log is collected. To be killed by the caller. */
export function startProcess(args: string[], env: Record<string, string>): OperatorProcess {
  const child = spawn(
    process.execPath,
    ["src/operator/main.ts", "--http-host=127.0.0.1", "--http-port=0", ...args],
    { env: { PATH: process.env["PATH"], ...env }, stdio: ["ignore", "pipe", "pipe"] },
  );
  let [log, errors] = ["", ""];
  child.stdout.on("data", (chunk: Buffer) => (log += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (errors += chunk.toString()));
  const port = async () => {
    const text = await eventually(
      () => Promise.resolve(log),
      (lines) => lines.includes('"port":'),
    );
    return /"port":(\d+)/.exec(text)?.[1] ?? "";
  };
  return {
    child,
    exit: once(child, "exit").then(([code]) => Number(code)),
    async ask(path) {
      const answer = await fetch(`http://127.0.0.1:${await port()}${path}`);
      return { status: answer.status, text: await answer.text() };
    },
    log: () => log,
    errors: () => errors,
  };
}
