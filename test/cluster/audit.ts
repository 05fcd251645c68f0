import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";
import { hasFields, parseJson } from "./util/files.ts";

/** One request to the API server, as its audit log has it. */
export interface AuditEntry {
  /** A ServiceAccount is `system:serviceaccount:NAMESPACE:NAME`. */
  readonly user: string;
  readonly verb: string;
  /** Empty for the core group, and for what is no resource. */
  readonly group: string;
  /** Empty for a path that is no resource, such as /version. */
  readonly resource: string;
  /** Empty where there is none. */
  readonly subresource: string;
  /** Empty for the whole cluster, and for objects that are in no namespace. */
  readonly namespace: string;
  /** Empty where many objects are meant, or one that has no name yet. */
  readonly name: string;
  /** When it came, in milliseconds since 1970. */
  readonly at: number;
  /** What authorization said; admission may have refused it all the same. */
  readonly allowed: boolean;
  /** The HTTP status of the answer; 0 where the connection ended without one. */
  readonly status: number;
  readonly path: string;
}

interface Line {
  readonly stage: string;
  readonly verb: string;
  readonly requestReceivedTimestamp: string;
  readonly requestURI: string;
  readonly user: { readonly username?: string };
  readonly objectRef?: {
    readonly apiGroup?: string;
    readonly resource?: string;
    readonly subresource?: string;
    readonly namespace?: string;
    readonly name?: string;
  };
  readonly responseStatus?: { readonly code?: number };
  readonly annotations?: Readonly<Record<string, string>>;
}

function isLine(value: unknown): value is Line {
  return hasFields(value, "stage", "verb", "requestReceivedTimestamp", "requestURI", "user");
}

/**
 * Reads who did what from the audit log of a cluster that was started with `audit`. A watch that goes on
 * is among it as soon as it is answered.
 * @param path `has.auditLog` of the cluster
 * @param user reads what this user did alone
 */
export async function readAuditLog(path: string, user?: string): Promise<AuditEntry[]> {
  const entries: AuditEntry[] = [];
  for await (const text of createInterface({ input: createReadStream(path), crlfDelay: Infinity })) {
    if (user !== undefined && !text.includes(user)) continue;
    const line = parseJson(text, isLine);
    // The last line may be half written.
    if (line === undefined || (user !== undefined && line.user.username !== user)) continue;
    const entry = entryOf(line);
    // Told when it was answered already.
    if (line.stage === "ResponseComplete" && line.verb === "watch" && entry.allowed) continue;
    entries.push(entry);
  }
  return entries;
}

function entryOf(line: Line): AuditEntry {
  const { user, verb, requestURI, objectRef, responseStatus, annotations } = line;
  return {
    at: Date.parse(line.requestReceivedTimestamp),
    user: user.username ?? "",
    verb,
    group: objectRef?.apiGroup ?? "",
    resource: objectRef?.resource ?? "",
    subresource: objectRef?.subresource ?? "",
    namespace: objectRef?.namespace ?? "",
    name: objectRef?.name ?? "",
    allowed: annotations?.["authorization.k8s.io/decision"] === "allow",
    status: responseStatus?.code ?? 0,
    path: requestURI,
  };
}
