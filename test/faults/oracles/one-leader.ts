import { describe, isWrite } from "../proxy/call.ts";
import type { Evidence } from "../run/evidence.ts";
import { reigns } from "../run/lease-holder.ts";

/** No replica sends a write once another one has the lease. What had left before then is no matter of the sender's. */
export function oneLeader({ calls }: Evidence): string[] {
  const all = reigns(calls);
  return calls
    .filter((call) => isWrite(call) && call.resource !== "leases")
    .filter((call) => all.findLast(({ from }) => from <= call.at)?.replica !== call.replica && all.length > 0)
    .map((call) => `replica ${call.replica} sent ${describe(call)} ${call.name ?? ""} without the lease`);
}
