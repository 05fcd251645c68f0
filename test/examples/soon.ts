import type { BatchTaskSpec } from "../../src/api/batchtask.ts";
import { metaTime } from "../../src/kube/time.ts";

const MINUTE_MS = 60_000;
/** From here on the task is known to the operator. */
const LEAD_MS = 5_000;

/**
 * Instead of the schedule of an example, for which one had to wait until the night: one time alone, the next full minute.
 * @param now milliseconds since the epoch
 */
export function atNextMinute(now: number): Pick<BatchTaskSpec, "runs"> {
  const time = Math.ceil((now + LEAD_MS) / MINUTE_MS) * MINUTE_MS;
  const notAfter = metaTime(time + MINUTE_MS / 2);
  const how = { timeZone: "Europe/Berlin", concurrencyPolicy: "Queue" } as const;
  return { runs: { schedule: { cron: "* * * * *", ...how, notBefore: metaTime(time), notAfter } } };
}
