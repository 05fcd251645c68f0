import type { Client } from "../../../src/kube/client.ts";
import type { Resource } from "../../../src/kube/resource.ts";

export interface Call {
  verb: string;
  plural: string;
  /** What the call was given besides the resource: an object or its name, a patch, options. */
  given: readonly unknown[];
}

/** A client that remembers what it was asked for, signals left out; `verbs` of it for short. */
export function recordedClient(client: Client) {
  const calls: Call[] = [];
  const asked = (verb: string, { plural }: Resource, given: readonly unknown[]): void => {
    calls.push({ verb, plural, given: given.map(withoutSignal) });
  };
  const recording: Client = {
    ...client,
    get: (res, ...given) => (asked("get", res, given), client.get(res, ...given)),
    list: (res, ...given) => (asked("list", res, given), client.list(res, ...given)),
    create: (res, ...given) => (asked("create", res, given), client.create(res, ...given)),
    mergePatch: (res, ...given) => (asked("mergePatch", res, given), client.mergePatch(res, ...given)),
    replaceStatus: (res, ...given) => (
      asked("replaceStatus", res, given), client.replaceStatus(res, ...given)
    ),
    delete: (res, ...given) => (asked("delete", res, given), client.delete(res, ...given)),
  };
  return { client: recording, calls, verbs: () => calls.map(({ verb, plural }) => `${verb} ${plural}`) };
}

function withoutSignal(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  const { signal: _, ...rest } = { signal: undefined, ...value };
  return rest;
}
