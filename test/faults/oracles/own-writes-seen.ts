import { isRecord } from "../../../src/kube/json.ts";
import type { Call } from "../proxy/call.ts";
import type { Evidence } from "../run/evidence.ts";

/** A process never writes upon a state that is older than what it has written itself, and has the answer of. */
export function ownWritesSeen({ calls }: Evidence): string[] {
  const found: string[] = [];
  for (const call of calls.filter(isRefusedUpdate)) {
    const own = calls.findLast((other) => isHeard(other, call) && other.name === call.name);
    const [sent, known] = [versionOf(call.body), versionOf(own?.object)];
    if (known !== undefined && sent !== undefined && sent < known)
      found.push(
        `${call.verb} ${call.resource} ${call.name} upon version ${sent}, after its own write of ${known}`,
      );
  }
  return found;
}

function isRefusedUpdate({ verb, committed }: Call): boolean {
  return (verb === "replace" || verb === "patch") && committed === 409;
}

/** An earlier write by the same process to the same kind, with an answer that has arrived. */
function isHeard(other: Call, call: Call): boolean {
  const arrived = other.answered !== undefined && other.answered === other.committed && other.answered < 300;
  const same = other.resource === call.resource && isSameProcess(other, call) && isUpdate(other);
  return arrived && same && (other.endedAt ?? Number.POSITIVE_INFINITY) <= call.at;
}

/** Each replica counts its own. */
function isSameProcess(other: Call, call: Call): boolean {
  return other.replica === call.replica && other.process === call.process;
}

function isUpdate({ verb }: Call): boolean {
  return verb === "replace" || verb === "patch" || verb === "create";
}

function versionOf(object: unknown): bigint | undefined {
  const metadata = isRecord(object) ? object["metadata"] : undefined;
  const version = isRecord(metadata) ? metadata["resourceVersion"] : undefined;
  return typeof version === "string" ? BigInt(version) : undefined;
}
