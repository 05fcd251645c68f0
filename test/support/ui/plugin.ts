import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";

/** `kubectl batchtask ui` while it runs. */
export interface RunningPage extends AsyncDisposable {
  /** What it printed: where to open it, once. */
  readonly url: string;
  readonly pid: number;
}

/**
 * Starts the plugin's page and waits for its address. Rejects where it ends without one.
 * @param program what comes before `ui`
 */
export async function startPage(program: readonly string[], flags: readonly string[]): Promise<RunningPage> {
  const [command = "", ...args] = program;
  const child = spawn(command, [...args, "ui", "--no-open", ...flags], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const endWithUs = (): void => void child.kill("SIGKILL");
  process.once("exit", endWithUs);
  const exited = once(child, "exit").finally(() => process.off("exit", endWithUs));
  exited.catch(() => undefined);
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const first = await lines.next();
  if (first.done === true) throw new Error("the page ended without an address");
  return {
    url: first.value,
    pid: child.pid ?? 0,
    async [Symbol.asyncDispose]() {
      if (child.exitCode === null && child.signalCode === null) child.kill();
      await exited;
    },
  };
}
