import type { RunningOperator } from "../subjects/subject.ts";
import { rssKb } from "./proc.ts";

/** What an operator holds in memory, in KiB. */
export interface Held {
  /** As it is, with whatever garbage there is. */
  readonly rssKb: number;
  /** What a collection leaves. */
  readonly heapKb: number;
}

export async function heldBy(operator: RunningOperator): Promise<Held> {
  const held = rssKb(operator.process.pid);
  return { rssKb: held, heapKb: (await operator.liveHeap()) / 1_024 };
}
