import { readFileSync } from "node:fs";

/** Linux counts a process' CPU time in hundredths of a second (USER_HZ) on every architecture that Node runs on. */
const TICK_MS = 10;

/** CPU time that a process has used so far, in milliseconds; user and system. */
export function cpuMs(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return (Number(fields[11]) + Number(fields[12])) * TICK_MS;
}

/** Resident memory of a process, in KiB. */
export function rssKb(pid: number): number {
  const kb = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];
  if (kb === undefined) throw new Error(`process ${pid} has ended`);
  return Number(kb);
}
