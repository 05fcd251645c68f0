import { spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, openSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Environment } from "../../cluster/util/run.ts";

const START_MS = 300_000;
const STOP_MS = 60_000;

/** A process that is measured. */
export interface OperatorProcess {
  readonly pid: number;
  /** When it was started, by performance.now(). */
  readonly startedAt: number;
  /** Standard output and standard error so far. */
  readonly log: () => string;
  readonly errors: () => string;
  readonly running: () => boolean;
  readonly signal: (signal: NodeJS.Signals) => void;
  /** Ends it by SIGTERM, and by SIGKILL where that takes longer than a minute. */
  readonly stop: () => Promise<void>;
}

export interface ProcessOptions {
  readonly name: string;
  readonly argv: readonly string[];
  /** Folder of its two logs. */
  readonly logs: string;
  /** Answers 200 once it is ready. */
  readonly readyUrl: string;
  readonly environment?: Environment;
  /** Receives each answer that is none of readiness, and is waited for. */
  readonly notReady?: (answer: string) => Promise<void>;
}

/** Starts a process that ends with this one, and waits until it is ready. */
export async function startProcess(options: ProcessOptions): Promise<OperatorProcess> {
  const paths = [
    join(options.logs, `${options.name}.log`),
    join(options.logs, `${options.name}.err`),
  ] as const;
  const [out, err] = [openSync(paths[0], "w"), openSync(paths[1], "w")];
  const [command = "", ...args] = options.argv;
  const startedAt = performance.now();
  const child = spawn(command, args, {
    stdio: ["ignore", out, err],
    env: { PATH: process.env["PATH"], HOME: process.env["HOME"], ...options.environment },
  });
  closeSync(out);
  closeSync(err);
  const endWithUs = (): void => void child.kill("SIGKILL");
  process.once("exit", endWithUs);
  const exited = once(child, "exit").finally(() => process.off("exit", endWithUs));
  exited.catch(() => undefined);
  const running = (): boolean => child.exitCode === null && child.signalCode === null;
  const errors = (): string => readFileSync(paths[1], "utf8");
  const started: OperatorProcess = {
    pid: child.pid ?? 0,
    startedAt,
    log: () => readFileSync(paths[0], "utf8"),
    errors,
    running,
    signal: (signal) => void child.kill(signal),
    async stop() {
      const kill = setTimeout(() => child.kill("SIGKILL"), STOP_MS);
      child.kill("SIGTERM");
      await exited;
      clearTimeout(kill);
    },
  };
  await untilReady(started, options);
  return started;
}

async function untilReady(
  started: OperatorProcess,
  { name, readyUrl, notReady }: ProcessOptions,
): Promise<void> {
  const end = performance.now() + START_MS;
  for (;;) {
    const answer = await ask(readyUrl);
    if (answer?.ok) return;
    if (answer) await notReady?.(answer.text);
    const late = performance.now() > end;
    if (late || !started.running()) {
      started.signal("SIGKILL");
      const how = late ? `is not ready after ${START_MS / 1000} s` : "has ended";
      throw new Error(`${name} ${how}:\n${(started.errors() || started.log()).slice(-2_000)}`);
    }
    await sleep(20);
  }
}

async function ask(url: string): Promise<{ ok: boolean; text: string } | undefined> {
  try {
    const answer = await fetch(url);
    return { ok: answer.ok, text: await answer.text() };
  } catch {
    return undefined;
  }
}
