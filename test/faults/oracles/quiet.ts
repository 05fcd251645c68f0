import { isRecord } from "../../../src/kube/json.ts";
import { type Call, describe, isWrite } from "../proxy/call.ts";
import type { Evidence } from "../run/evidence.ts";

/** Writes come to an end, and none follows once the cluster is at rest; a lease is renewed. */
export function quiet({ calls, quietSince, settled }: Evidence): string[] {
  const writes = calls.filter((call) => isWrite(call) && call.resource !== "leases");
  return [
    ...(settled ? [] : [`writes without an end, such as ${writes.slice(-3).map(inWords).join("; ")}`]),
    ...writes
      .filter(({ at }) => at > quietSince)
      .map((call) => `${Math.round(call.at - quietSince)} ms after all was at rest: ${inWords(call)}`),
  ];
}

/** Of a status what it says, which stands behind a whole spec. */
function inWords({ body = {}, ...call }: Call): string {
  const said = isRecord(body) && isRecord(body["status"]) ? body["status"] : body;
  return `${describe(call)} ${call.name ?? ""} ${JSON.stringify(said).slice(0, 2_000)}`;
}
