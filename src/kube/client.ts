import { ApiError, TransportError } from "./errors.ts";
import { isRecord, parseJson } from "./json.ts";
import type { KubeObject, ObjectRef } from "./object.ts";
import { apiVersionOf, collectionPath, objectPath, type Resource, trust } from "./resource.ts";
import type { ApiRequest, ApiResponse, Method, Transport } from "./transport/transport.ts";

export interface CallOptions {
  signal?: AbortSignal | undefined;
}

export interface ListOptions extends CallOptions {
  /** Default: all namespaces. */
  namespace?: string | undefined;
  labelSelector?: string | undefined;
  fieldSelector?: string | undefined;
  /** At most this many items in this answer; more follow with `continue`. */
  limit?: number | undefined;
  continue?: string | undefined;
}

export interface ListResult<T> {
  items: T[];
  resourceVersion: string;
  /** Set if there is more: pass it on to get it. It expires (410) within minutes. */
  continue?: string;
}

export interface CreateOptions extends CallOptions {
  /** Validated and admitted, not stored. */
  dryRun?: boolean | undefined;
  /** What the server does about unknown fields. Default: its own ("Warn"). */
  fieldValidation?: "Strict" | "Warn" | "Ignore" | undefined;
}

export interface PatchOptions extends CallOptions {
  subresource?: string | undefined;
  /** Validated and admitted, not stored. */
  dryRun?: boolean | undefined;
}

export interface DeleteOptions extends CallOptions {
  /** Mandatory: only this very object is deleted, never a later one of the same name. */
  uid: string;
  /** Only this very version. */
  resourceVersion?: string | undefined;
  propagationPolicy?: "Foreground" | "Background" | "Orphan" | undefined;
  /** Admitted, not carried out. */
  dryRun?: boolean | undefined;
}

export interface RawOptions extends CallOptions {
  query?: ApiRequest["query"];
  body?: unknown;
  contentType?: string;
}

/**
 * Typed calls on one API server. All reject with ApiError, TransportError, AccessError or the signal's reason (see
 * errorKind); transient failures have been repeated by the transport where that is harmless.
 */
export interface Client {
  /** A live read. `undefined`: no such object. Rejects with an ApiError (isMissingResourceType) without its CRD. */
  get<T extends KubeObject>(res: Resource<T>, ref: ObjectRef, options?: CallOptions): Promise<T | undefined>;
  /** One page of a consistent list. Items carry apiVersion and kind, which the server leaves out. */
  list<T extends KubeObject>(res: Resource<T>, options?: ListOptions): Promise<ListResult<T>>;
  /** Creates, and resolves with what was stored. Never repeated once it may have been carried out. */
  create<T extends KubeObject>(res: Resource<T>, object: T, options?: CreateOptions): Promise<T>;
  /**
   * JSON merge patch (RFC 7386: null removes a key). With `metadata.uid` in the patch it fails (422, a
   * Conflict for errorKind) for another object of the same name; with `metadata.resourceVersion` it is a compare-and-swap, and only then repeated once
   * it may have been carried out.
   */
  mergePatch<T extends KubeObject>(
    res: Resource<T>,
    ref: ObjectRef,
    patch: object,
    options?: PatchOptions,
  ): Promise<T>;
  /**
   * Writes `status` only, as a compare-and-swap on metadata.resourceVersion (and uid): 409 if the object changed.
   * A repetition of a lost answer may thus end in 409: read again.
   */
  replaceStatus<T extends KubeObject>(res: Resource<T>, object: T, options?: CallOptions): Promise<T>;
  /** Resolves once the deletion is accepted, or if no such object exists; 409 if another has its name. */
  delete(res: Resource, ref: ObjectRef, options: DeleteOptions): Promise<void>;
  /** Anything else (/readyz, /version, reviews). Resolves with the answer's text. */
  raw(method: Method, path: string, options?: RawOptions): Promise<ApiResponse>;
}

export interface ClientOptions {
  /** Recorded in managedFields for each write. */
  fieldManager: string;
  /** Called for each `Warning` header of an answer. */
  onWarning?: (warning: { method: Method; path: string; text: string }) => void;
}

export function createClient(transport: Transport, { fieldManager, onWarning }: ClientOptions): Client {
  async function call(request: ApiRequest): Promise<ApiResponse> {
    const answer = await transport.request(request);
    for (const text of answer.warnings) onWarning?.({ method: request.method, path: request.path, text });
    return answer;
  }

  async function json(request: ApiRequest): Promise<Record<string, unknown>> {
    return parseObject(await call(request), request);
  }

  return {
    async get(res, ref, { signal } = {}) {
      try {
        return trust(res, await json({ method: "GET", path: objectPath(res, ref), signal }));
      } catch (error) {
        if (error instanceof ApiError && error.status === 404 && !error.isMissingResourceType)
          return undefined;
        throw error;
      }
    },

    async list(res, { namespace, signal, ...query } = {}) {
      const request: ApiRequest = {
        method: "GET",
        path: collectionPath(res, namespace),
        query: { ...query, resourceVersion: undefined },
        signal,
      };
      return toList(res, await json(request));
    },

    async create(res, object, { dryRun, fieldValidation, signal } = {}) {
      const query = { fieldManager, fieldValidation, dryRun: dryRun ? "All" : undefined };
      const path = collectionPath(res, object.metadata?.namespace);
      return trust(res, await json({ method: "POST", path, query, body: withKind(res, object), signal }));
    },

    async mergePatch(res, ref, patch, { subresource, dryRun, signal } = {}) {
      const request: ApiRequest = {
        method: "PATCH",
        path: objectPath(res, ref, subresource),
        query: { fieldManager, dryRun: dryRun ? "All" : undefined },
        contentType: "application/merge-patch+json",
        body: patch,
        replay: comparesVersion(patch) ? "always" : "unsent",
        signal,
      };
      return trust(res, await json(request));
    },

    async replaceStatus(res, object, { signal } = {}) {
      const { name, namespace, resourceVersion } = object.metadata ?? {};
      if (!resourceVersion)
        throw new TypeError(`${res.kind} ${name}: replaceStatus needs metadata.resourceVersion`);
      const path = objectPath(res, { name: name ?? "", namespace }, "status");
      const body = withKind(res, object);
      const request: ApiRequest = {
        method: "PUT",
        path,
        query: { fieldManager },
        body,
        replay: "always",
        signal,
      };
      return trust(res, await json(request));
    },

    async delete(res, ref, { uid, resourceVersion, propagationPolicy, dryRun, signal }) {
      if (!uid) throw new TypeError(`${res.kind} ${ref.name}: delete needs a uid`);
      const preconditions = { uid, ...(resourceVersion && { resourceVersion }) };
      const body = {
        apiVersion: "v1",
        kind: "DeleteOptions",
        preconditions,
        ...(propagationPolicy && { propagationPolicy }),
        ...(dryRun && { dryRun: ["All"] }),
      };
      try {
        await call({ method: "DELETE", path: objectPath(res, ref), body, replay: "always", signal });
      } catch (error) {
        if (error instanceof ApiError && error.status === 404 && !error.isMissingResourceType) return;
        throw error;
      }
    },

    raw: (method, path, options = {}) => call({ method, path, ...options }),
  };
}

function toList<T extends KubeObject>(res: Resource<T>, answer: Record<string, unknown>): ListResult<T> {
  const metadata = isRecord(answer["metadata"]) ? answer["metadata"] : {};
  const items = Array.isArray(answer["items"]) ? answer["items"].filter(isRecord) : [];
  const next = metadata["continue"];
  return {
    items: items.map((item) => trust(res, Object.assign(item, kindOf(res)))),
    resourceVersion: typeof metadata["resourceVersion"] === "string" ? metadata["resourceVersion"] : "",
    ...(typeof next === "string" && next !== "" && { continue: next }),
  };
}

const kindOf = (res: Resource): { apiVersion: string; kind: string } => ({
  apiVersion: apiVersionOf(res),
  kind: res.kind,
});

const withKind = (res: Resource, object: KubeObject): KubeObject => ({ ...object, ...kindOf(res) });

function comparesVersion(patch: object): boolean {
  const metadata = "metadata" in patch ? patch.metadata : undefined;
  return isRecord(metadata) && typeof metadata["resourceVersion"] === "string";
}

function parseObject(answer: ApiResponse, request: ApiRequest): Record<string, unknown> {
  const what = `${request.method} ${request.path}`;
  try {
    const value = parseJson(answer.text);
    if (isRecord(value)) return value;
  } catch (error) {
    throw new TransportError(`${what}: the answer is not JSON`, {
      code: "BAD_BODY",
      maybeSent: true,
      cause: error,
    });
  }
  throw new TransportError(`${what}: the answer is no JSON object`, { code: "BAD_BODY", maybeSent: true });
}
