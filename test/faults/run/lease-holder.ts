import { isRecord } from "../../../src/kube/json.ts";
import { type Call, isWrite } from "../proxy/call.ts";

/** Which replica took or kept the lease by this call; undefined where it did neither, or gave it up. */
function holderBy(call: Call): number | undefined {
  if (call.resource !== "leases" || !isWrite(call) || (call.committed ?? 500) >= 300) return undefined;
  const spec = isRecord(call.object) && isRecord(call.object["spec"]) ? call.object["spec"] : {};
  return typeof spec["holderIdentity"] === "string" && spec["holderIdentity"] !== ""
    ? call.replica
    : undefined;
}

/** The replica that leads, as far as its lease tells; 0 where nobody ever did. */
export function holder(calls: readonly Call[]): number {
  return calls.findLast((call) => holderBy(call) !== undefined)?.replica ?? 0;
}

/** When another replica than `from` first held the lease after `since`; undefined where none did. */
export function takeover(calls: readonly Call[], from: number, since: number): number | undefined {
  return calls.find((call) => call.at > since && holderBy(call) !== undefined && call.replica !== from)?.at;
}

/** Each time that the lease went to another replica: from when on it was theirs. */
export function reigns(calls: readonly Call[]): { replica: number; from: number }[] {
  const found: { replica: number; from: number }[] = [];
  for (const call of calls) {
    const replica = holderBy(call);
    if (replica !== undefined && found.at(-1)?.replica !== replica)
      found.push({ replica, from: call.committedAt ?? call.at });
  }
  return found;
}
