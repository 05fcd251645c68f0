import { isDeepStrictEqual } from "node:util";
import type { Client } from "../../../src/kube/client.ts";
import { isRecord } from "../../../src/kube/json.ts";
import { type KubeObject, keyOf } from "../../../src/kube/object.ts";
import { apiVersionOf, type Resource, trust } from "../../../src/kube/resource.ts";
import { kindOf, type Stored } from "./kinds.ts";
import { merge } from "./merge.ts";
import { refuse } from "./refuse.ts";
import { select } from "./select.ts";

/** One change, as a watch sends it. */
export interface Change {
  plural: string;
  type: "ADDED" | "MODIFIED" | "DELETED";
  object: Stored;
}

/**
 * An API server in memory, for simulations: versions, UIDs, generations, preconditions and the status subresource as
 * the real one has them. `cases.ts` holds both to the same. Not modelled: validation, finalizers, garbage collection,
 * label selectors, further pages. Objects are shared and never changed in place.
 */
export interface FakeApi {
  client: Client;
  /** All changes, oldest first. */
  changes: readonly Change[];
  /** The present objects of a resource. */
  objects(plural: string): Stored[];
}

export function createFakeApi(now: () => number): FakeApi {
  const objects = new Map<string, Stored>();
  const changes: Change[] = [];
  let version = 1;
  let uids = 0;

  function commit(res: Resource, type: Change["type"], object: Stored): Stored {
    version += 1;
    const stored = { ...object, metadata: { ...object.metadata, resourceVersion: String(version) } };
    if (type === "DELETED") objects.delete(idOf(res, stored));
    else objects.set(idOf(res, stored), stored);
    changes.push({ plural: res.plural, type, object: stored });
    return stored;
  }

  function mustGet(res: Resource, object: Parameters<typeof keyOf>[0]): Stored {
    const found = objects.get(idOf(res, object));
    if (!found) throw refuse(404, "NotFound", keyOf(object));
    return found;
  }

  function update(res: Resource, before: Stored, after: Stored): Stored {
    if (isDeepStrictEqual(before, after)) return before;
    kindOf(res.plural).checkUpdate?.(before, after);
    const { generation = 0 } = before.metadata ?? {};
    const edited = kindOf(res.plural).hasStatus && !isDeepStrictEqual(before.spec, after.spec);
    const metadata = { ...after.metadata, ...(edited && { generation: generation + 1 }) };
    return commit(res, "MODIFIED", { ...after, metadata });
  }

  function create(res: Resource, object: Stored): Stored {
    if (objects.has(idOf(res, object))) throw refuse(409, "AlreadyExists", keyOf(object));
    const { hasStatus, initialStatus, defaults = (spec) => spec } = kindOf(res.plural);
    const { status: _, ...rest } = object;
    uids += 1;
    const metadata = {
      ...object.metadata,
      uid: `uid-${uids}`,
      creationTimestamp: `${new Date(now()).toISOString().slice(0, 19)}Z`,
      ...(hasStatus && { generation: 1 }),
    };
    const spec = isRecord(object.spec) && { spec: defaults(object.spec) };
    const status = hasStatus && { status: initialStatus };
    const kind = { apiVersion: apiVersionOf(res), kind: res.kind };
    return commit(res, "ADDED", { ...rest, ...kind, metadata, ...spec, ...status });
  }

  function patch(res: Resource, before: Stored, wanted: object, subresource: string | undefined): Stored {
    const after = toStored(merge(before, wanted));
    const name = before.metadata?.name ?? "";
    if (after.metadata?.uid !== before.metadata?.uid)
      throw refuse(422, "Invalid", name, [{ field: "metadata.uid", message: "field is immutable" }]);
    checkVersion(before, after.metadata?.resourceVersion);
    if (subresource === "status") return update(res, before, { ...before, status: after.status });
    const keep = kindOf(res.plural).hasStatus && { status: before.status };
    return update(res, before, { ...after, ...keep });
  }

  return {
    changes,
    objects: (plural) =>
      [...objects].flatMap(([id, object]) => (id.startsWith(`${plural}/`) ? [object] : [])),
    client: {
      async get(res, ref) {
        const found = objects.get(idOf(res, ref));
        return found && typed(res, found);
      },
      async list(res, { namespace, ...options } = {}) {
        const all = [...objects].filter(([id]) => id.startsWith(`${res.plural}/${namespace ?? ""}`));
        const items = select(
          all.map(([, object]) => object),
          options,
        );
        return { items: items.map((object) => typed(res, object)), resourceVersion: String(version) };
      },
      async create(res, object) {
        return typed(res, create(res, toStored(object)));
      },
      async mergePatch(res, ref, wanted, { subresource } = {}) {
        return typed(res, patch(res, mustGet(res, ref), wanted, subresource));
      },
      async replaceStatus(res, object) {
        const before = mustGet(res, object);
        const { uid, resourceVersion } = object.metadata ?? {};
        if (uid !== before.metadata?.uid) throw refuse(409, "Conflict", keyOf(object));
        checkVersion(before, resourceVersion);
        return typed(res, update(res, before, { ...before, status: toStored(object).status }));
      },
      async delete(res, ref, { uid }) {
        const found = objects.get(idOf(res, ref));
        if (!found) return;
        if (found.metadata?.uid !== uid) throw refuse(409, "Conflict", ref.name);
        commit(res, "DELETED", found);
      },
      raw: async (_, path) => {
        throw refuse(404, "NotFound", path);
      },
    },
  };
}

const idOf = (res: Resource, object: Parameters<typeof keyOf>[0]): string => `${res.plural}/${keyOf(object)}`;

const typed = <T extends KubeObject>(res: Resource<T>, object: Stored): T => trust(res, { ...object });

function checkVersion(stored: Stored, resourceVersion: string | undefined): void {
  if (resourceVersion !== stored.metadata?.resourceVersion)
    throw refuse(409, "Conflict", stored.metadata?.name ?? "");
}

const toStored = (value: unknown): Stored => (isRecord(value) ? value : {});
