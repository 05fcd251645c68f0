import { isDeepStrictEqual } from "node:util";
import type { KubeObject } from "../../kube/object.ts";
import { ApiError } from "../../kube/errors.ts";
import { isRecord, parseJson } from "../../kube/json.ts";
import { objectPath, resourceName, type Resource, trust } from "../../kube/resource.ts";
import { CliError, inputError } from "../errors.ts";
import { EXIT } from "../exit-codes.ts";
import { CLIENT_SIDE_APPLY, type Cluster, FIELD_MANAGER } from "./connect.ts";

export interface ApplyOptions {
  /** Validated and admitted, not stored. */
  dryRun: boolean;
  /** Take fields over that somebody else has set. */
  forceConflicts: boolean;
  signal: AbortSignal;
}

/** What became of an object, in kubectl's words. */
export interface Applied {
  object: KubeObject;
  did: "created" | "configured" | "unchanged";
  /** As -o name has it. */
  name: string;
}

/**
 * Applies one object by server-side apply; one that has a generateName alone is created. Unknown fields are refused.
 * @throws CliError for a conflict with another field manager
 */
export async function applyObject(
  { client, namespace }: Cluster,
  { resource, object }: { resource: Resource; object: KubeObject },
  { dryRun, forceConflicts, signal }: ApplyOptions,
): Promise<Applied> {
  const { name, generateName, ...metadata } = namedIn(object, resource, namespace);
  const body = { ...object, metadata: { ...metadata, ...(name ? { name } : { generateName }) } };
  const strict = { fieldValidation: "Strict", signal } as const;
  if (!name) {
    const created = await client.create(resource, body, { ...strict, dryRun });
    return { object: created, did: "created", name: nameOf(resource, created) };
  }
  const ref = { name, namespace: metadata.namespace };
  const before = await client.get(resource, ref, { signal });
  const send = async (force: boolean): Promise<KubeObject> => {
    const query = {
      fieldManager: FIELD_MANAGER,
      force,
      fieldValidation: "Strict",
      ...(dryRun && { dryRun: "All" }),
    };
    const contentType = "application/apply-patch+yaml";
    const path = objectPath(resource, ref);
    const { text } = await client.raw("PATCH", path, { query, body, contentType, signal });
    const applied = parseJson(text);
    return trust(resource, isRecord(applied) ? applied : {});
  };
  const after = await send(forceConflicts).catch((error: unknown) => {
    if (isWithOurselves(error)) return send(true);
    throw conflict(error);
  });
  return { object: after, did: didTo(before, after), name: nameOf(resource, after) };
}

/** Those who write on behalf of the same person: our other verbs, and `kubectl apply`. */
const OURSELVES: ReadonlySet<string> = new Set([FIELD_MANAGER, CLIENT_SIDE_APPLY]);

/** A conflict with nobody but ourselves: `rerun` and then `run`, or `kubectl apply` and then `run`. */
function isWithOurselves(error: unknown): boolean {
  if (!(error instanceof ApiError) || error.status !== 409) return false;
  const managers = Array.from(error.detail.matchAll(/conflicts? with "([^"]+)"/g), ([, name = ""]) => name);
  return managers.length > 0 && managers.every((name) => OURSELVES.has(name));
}

interface Named extends NonNullable<KubeObject["metadata"]> {
  generateName?: string;
}

function namedIn({ metadata, kind }: KubeObject, { namespaced }: Resource, namespace: string): Named {
  const named: Named = { ...metadata };
  if (!named.name && !named.generateName)
    throw inputError(`a ${kind} has no metadata.name`, "Name it, or give metadata.generateName");
  return namespaced ? { ...named, namespace: named.namespace ?? namespace } : named;
}

function didTo(before: KubeObject | undefined, after: KubeObject): Applied["did"] {
  if (!before) return "created";
  return isDeepStrictEqual(content(before), content(after)) ? "unchanged" : "configured";
}

/** What somebody can have changed: who set which field is no change. */
function content({ metadata, ...object }: KubeObject): object {
  const { resourceVersion: _, managedFields: __, ...rest } = metadata ?? {};
  return { ...object, status: undefined, metadata: rest };
}

function conflict(error: unknown): unknown {
  if (!(error instanceof ApiError) || error.status !== 409) return error;
  return new CliError(
    error.detail,
    EXIT.Refused,
    "To take these fields over, give --force-conflicts; fields that the file does not name stay as they are",
  );
}

const nameOf = (resource: Resource, { metadata }: KubeObject): string =>
  `${resourceName({ ...resource, plural: resource.kind.toLowerCase() })}/${metadata?.name}`;
