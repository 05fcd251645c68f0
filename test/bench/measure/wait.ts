import { setTimeout as sleep } from "node:timers/promises";
import { cpuMs } from "./proc.ts";

/** Waits until `isTrue`; throws what was waited for, and `state()`, where it takes longer than `limitMs`. */
export async function until(
  what: string,
  limitMs: number,
  isTrue: () => boolean,
  state: () => string = () => "",
): Promise<void> {
  const end = performance.now() + limitMs;
  while (!isTrue()) {
    if (performance.now() > end) throw new Error(`not after ${limitMs / 1000} s: ${what} ${state()}`);
    await sleep(20);
  }
}

/** CPU in a window of a second under which a process counts as idle. */
const IDLE_MS = 30;
const LONGEST_MS = 30_000;

/** Waits until these processes do next to nothing for a second, 30 s at most; says whether they do. */
export async function untilIdle(pids: readonly number[]): Promise<boolean> {
  const total = (): number => pids.reduce((sum, pid) => sum + cpuMs(pid), 0);
  const end = performance.now() + LONGEST_MS;
  while (performance.now() < end) {
    const before = total();
    await sleep(1_000);
    if (total() - before <= IDLE_MS * pids.length) return true;
  }
  return false;
}
