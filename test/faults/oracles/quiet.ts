import { describe, isWrite } from "../proxy/call.ts";
import type { Evidence } from "../run/evidence.ts";

/** Nothing is written once the cluster has come to rest; a lease is renewed. */
export function quiet({ calls, quietSince }: Evidence): string[] {
  return calls
    .filter((call) => call.at > quietSince && isWrite(call) && call.resource !== "leases")
    .map((call) => {
      const late = Math.round(call.at - quietSince);
      return `${describe(call)} ${call.name ?? ""}, ${late} ms after all was at rest: ${JSON.stringify(call.body).slice(0, 300)}`;
    });
}
