import { readFileSync, readdirSync } from "node:fs";
import { sleep } from "./wait.ts";

/** A process that can't be mistaken for a later one with the same id. */
export interface ProcessId {
  readonly pid: number;
  readonly startTime: string;
}

function statFields(pid: number): string[] | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    return stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  } catch {
    return undefined;
  }
}

/** Names a process by its id and its start time, or nothing where it has ended (a zombie has). */
export function identify(pid: number): ProcessId | undefined {
  const fields = statFields(pid);
  const [state, startTime] = [fields?.[0], fields?.[19]];
  if (state === undefined || startTime === undefined || state === "Z" || state === "X") return undefined;
  return { pid, startTime };
}

/** Whether exactly this process still runs. */
export function isAlive(id: ProcessId | undefined): boolean {
  return id !== undefined && identify(id.pid)?.startTime === id.startTime;
}

/** Sends a signal to exactly this process; false where it has ended. */
export function signalProcess(id: ProcessId, signal: NodeJS.Signals): boolean {
  if (!isAlive(id)) return false;
  try {
    return process.kill(id.pid, signal);
  } catch {
    return false;
  }
}

/** Kills exactly this process and waits for its end; false where it outlives the wait. */
export async function killAndWait(id: ProcessId | undefined, timeoutMs: number): Promise<boolean> {
  if (id === undefined) return true;
  signalProcess(id, "SIGKILL");
  const deadline = Date.now() + timeoutMs;
  while (isAlive(id)) {
    if (Date.now() > deadline) return false;
    await sleep(20);
  }
  return true;
}

/** The ids of the processes whose parent is `parent`. */
export function childrenOf(parent: number): number[] {
  return readdirSync("/proc")
    .filter((entry) => /^\d+$/.test(entry))
    .map(Number)
    .filter((pid) => statFields(pid)?.[1] === String(parent));
}
