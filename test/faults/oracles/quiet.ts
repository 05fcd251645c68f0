import { describe, isWrite } from "../proxy/call.ts";
import type { Evidence } from "../run/evidence.ts";

/** Nothing is written once the cluster has come to rest; a lease is renewed. */
export function quiet({ calls, quietSince }: Evidence): string[] {
  return calls
    .filter((call) => call.at > quietSince && isWrite(call) && call.resource !== "leases")
    .map((call) => `${describe(call)} ${call.name ?? ""} at rest`);
}
