import { spawn } from "node:child_process";

/** Environment variables, passed in by the entry points: nothing else reads `process.env`. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** How a command ended. */
export interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** How to run a command. */
export interface RunOptions {
  readonly environment: Environment;
  readonly cwd?: string;
  readonly input?: string | Buffer;
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal | undefined;
  /** Called with each piece of standard error as it comes. */
  readonly onError?: (text: string) => void;
}

/**
 * Runs a command to its end. It gets a process group of its own, which is killed as a whole when the
 * time is up or the signal is aborted, so that no grandchild outlives it.
 */
export function run(argv: readonly string[], options: RunOptions): Promise<Ran> {
  const [command = "", ...args] = argv;
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: options.cwd,
      env: { ...options.environment },
      detached: true,
      stdio: ["pipe", "pipe", "pipe"],
    });
    let [stdout, stderr] = ["", ""];
    let stopped: Error | undefined;
    child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      stderr += text;
      options.onError?.(text);
    });
    const stop = (why: Error): void => {
      stopped = why;
      killGroup(child.pid);
    };
    const timeoutMs = options.timeoutMs ?? 60_000;
    const timer = setTimeout(
      () => stop(new Error(`${argv.slice(0, 3).join(" ")} took more than ${timeoutMs / 1000} s`)),
      timeoutMs,
    );
    const abort = (): void =>
      stop(options.signal?.reason instanceof Error ? options.signal.reason : new Error("interrupted"));
    options.signal?.addEventListener("abort", abort, { once: true });
    const settle = (): void => {
      clearTimeout(timer);
      options.signal?.removeEventListener("abort", abort);
    };
    child.once("error", (error) => {
      settle();
      reject(new Error(`can't run ${command}: ${error.message}`, { cause: error }));
    });
    child.once("close", (code) => {
      settle();
      if (stopped === undefined) resolve({ code: code ?? 1, stdout, stderr });
      else reject(stopped);
    });
    child.stdin.on("error", () => {});
    child.stdin.end(options.input ?? "");
    if (options.signal?.aborted === true) abort();
  });
}

function killGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, "SIGKILL");
  } catch {
    // It has ended already.
  }
}

/** Like `run`, but an exit code other than 0 throws what the command said. */
export async function runOrThrow(argv: readonly string[], options: RunOptions): Promise<Ran> {
  const ran = await run(argv, options);
  if (ran.code === 0) return ran;
  const said = (ran.stderr.trim() || ran.stdout.trim()).slice(-3000);
  throw new Error(`${argv.slice(0, 6).join(" ")} ended with code ${ran.code}:\n${said}`);
}
