import { setTimeout as sleep } from "node:timers/promises";
import type { RunningOperator } from "../subjects/subject.ts";
import { sentBy } from "./requests.ts";
import { untilIdle } from "./wait.ts";

const LONGEST_MS = 600_000;
const PAUSE_MS = 2_000;

/**
 * Waits until an operator has sent nothing for two seconds and uses next to no CPU: events may come long after what
 * they tell of, at a rate that takes hardly any. Throws where that takes longer than ten minutes.
 */
export async function untilQuiet(operator: RunningOperator | undefined): Promise<void> {
  if (operator === undefined) return;
  const sent = async (): Promise<number> => {
    const { writes, reads } = sentBy(await operator.scrape());
    return writes + reads;
  };
  const end = performance.now() + LONGEST_MS;
  for (let before = Number.NaN; performance.now() < end; ) {
    await untilIdle([operator.process.pid]);
    const now = await sent();
    if (now === before) return;
    before = now;
    await sleep(PAUSE_MS);
  }
  throw new Error(`the operator still sends requests ${LONGEST_MS / 1_000} s after all objects are done`);
}
