import { readdirSync, readFileSync, readlinkSync } from "node:fs";
import { WebSocket } from "undici";
import type { OperatorProcess } from "./operator.ts";

/** What a process takes of the machine. */
export interface Footprint {
  readonly rssMb: number;
  /** Used heap, right after a collection. */
  readonly heapMb: number;
  readonly sockets: number;
}

/** Node's flag for a process that `footprint` can look into. */
export const INSPECTABLE = "--inspect=127.0.0.1:0";

/** Collects the garbage of a process that was started with INSPECTABLE, and measures it. */
export async function footprint(process: OperatorProcess): Promise<Footprint> {
  const heapMb = Math.round((await heapAfterCollection(process)) / 1024 / 1024);
  return { rssMb: rssMb(process.pid), heapMb, sockets: socketsOf(process.pid) };
}

function rssMb(pid: number): number {
  const kb = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];
  return Math.round(Number(kb) / 1024);
}

function socketsOf(pid: number): number {
  const folder = `/proc/${pid}/fd`;
  return readdirSync(folder).filter((fd) => isSocket(`${folder}/${fd}`)).length;
}

function isSocket(path: string): boolean {
  try {
    return readlinkSync(path).startsWith("socket:");
  } catch {
    return false;
  }
}

/** Collects the garbage of a process whose inspector listens, and says how many bytes of heap are in use then. */
export async function heapAfterCollection(process: Pick<OperatorProcess, "errors">): Promise<number> {
  const url = /ws:\/\/\S+/.exec(process.errors())?.[0];
  if (url === undefined) throw new Error("no inspector listens in the process");
  const socket = new WebSocket(url);
  await new Promise((resolve) => socket.addEventListener("open", resolve, { once: true }));
  await ask(socket, 1, "HeapProfiler.collectGarbage");
  const answer = await ask(socket, 2, "Runtime.getHeapUsage");
  socket.close();
  return Number(/"usedSize":(\d+)/.exec(answer)?.[1]);
}

/** One command of the inspector's protocol; resolves with its answer as text. */
function ask(socket: WebSocket, id: number, method: string): Promise<string> {
  return new Promise((resolve) => {
    const hear = ({ data }: { data: unknown }): void => {
      if (typeof data !== "string" || !data.includes(`"id":${id},`)) return;
      socket.removeEventListener("message", hear);
      resolve(data);
    };
    socket.addEventListener("message", hear);
    socket.send(JSON.stringify({ id, method }));
  });
}
