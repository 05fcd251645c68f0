import { EVENT_LOOP_TIMER_MS } from "../../../src/operator/metrics/metrics.ts";
import { type Scrape, valueOf } from "./prometheus.ts";

/** Node's event-loop delay since the scrape before, without the timer's own length; Go has none. */
export function eventLoop(operator: Scrape): Record<string, number | undefined> {
  const ms = (part: string): number | undefined => {
    const seconds = valueOf(operator, `nodejs_eventloop_lag_${part}_seconds`);
    return seconds === undefined ? undefined : Math.max(0, seconds * 1_000 - EVENT_LOOP_TIMER_MS);
  };
  return { eventLoopP50Ms: ms("p50"), eventLoopP99Ms: ms("p99"), eventLoopMaxMs: ms("max") };
}
