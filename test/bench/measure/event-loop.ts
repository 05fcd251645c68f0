import { type Scrape, valueOf } from "./prometheus.ts";

/** Node's histogram is of a timer of 10 ms, whose length it does not take off. */
const TIMER_MS = 10;

/** Node's event-loop delay since the scrape before; Go has none. */
export function eventLoop(operator: Scrape): Record<string, number | undefined> {
  const ms = (part: string): number | undefined => {
    const seconds = valueOf(operator, `nodejs_eventloop_lag_${part}_seconds`);
    return seconds === undefined ? undefined : Math.max(0, seconds * 1_000 - TIMER_MS);
  };
  return { eventLoopP50Ms: ms("p50"), eventLoopP99Ms: ms("p99"), eventLoopMaxMs: ms("max") };
}
