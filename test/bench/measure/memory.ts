import { setTimeout as sleep } from "node:timers/promises";
import type { RunningOperator } from "../subjects/subject.ts";
import { rssKb } from "./proc.ts";

/** What an operator holds in memory a moment after a collection, where one can be asked for, in KiB. */
export interface Held {
  readonly rssKb: number;
  /** What a collection leaves of the heap. */
  readonly heapKb: number;
}

/** V8 gives pages back after the collection that freed them. */
const SETTLE_MS = 1_000;

export async function heldBy(operator: RunningOperator): Promise<Held> {
  const heapKb = (await operator.liveHeap()) / 1_024;
  await sleep(SETTLE_MS);
  return { rssKb: rssKb(operator.process.pid), heapKb };
}
