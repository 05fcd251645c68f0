import { jsonText } from "../json.ts";
import { ApiError } from "../errors.ts";
import type { KubeObject } from "../object.ts";
import { collectionPath, type Resource } from "../resource.ts";
import type { Transport } from "../transport/transport.ts";
import { type WatchFrame, watchFrames } from "./watch-stream.ts";
import type { Scope } from "./list.ts";

export type DataEvent<T> =
  | { type: "ADDED" | "MODIFIED" | "DELETED"; object: T }
  /** All up to `resourceVersion` has been sent; `initialEnd`: the stream of initial events is complete. */
  | { type: "BOOKMARK"; resourceVersion: string; initialEnd: boolean };

/** OPEN comes first, once: the server has accepted the watch. */
export type WatchEvent<T> = { type: "OPEN" } | DataEvent<T>;

export interface WatchOptions<T extends KubeObject> extends Scope {
  /** Events after this version; undefined: first all objects as ADDED (WatchList), then a BOOKMARK `initialEnd`. */
  from: string | undefined;
  /** The server ends the watch after so long. */
  timeoutSeconds: number;
  /** Makes an object of the wire one of the resource. */
  decode: (object: Record<string, unknown>) => T;
  signal: AbortSignal;
}

/** One watch request. Throws an ApiError for an ERROR event; an ERROR event with code 410 is one of status 410. */
export async function* watch<T extends KubeObject>(
  transport: Pick<Transport, "stream">,
  resource: Resource<T>,
  options: WatchOptions<T>,
): AsyncGenerator<WatchEvent<T>> {
  const { from, namespace, labelSelector, fieldSelector, timeoutSeconds, decode, signal } = options;
  const path = collectionPath(resource, namespace);
  const start =
    from === undefined
      ? { sendInitialEvents: true, resourceVersionMatch: "NotOlderThan" }
      : { resourceVersion: from };
  const selectors = { labelSelector, fieldSelector };
  const query = { watch: true, allowWatchBookmarks: true, timeoutSeconds, ...selectors, ...start };
  const body = await transport.stream({ method: "GET", path, query, signal });
  yield { type: "OPEN" };
  for await (const frame of watchFrames(body)) yield toEvent(frame, decode, path);
}

function toEvent<T extends KubeObject>(
  frame: WatchFrame,
  decode: (object: Record<string, unknown>) => T,
  path: string,
): DataEvent<T> {
  switch (frame.type) {
    case "ADDED":
    case "MODIFIED":
    case "DELETED":
      return { type: frame.type, object: decode(frame.object) };
    case "BOOKMARK":
      return toBookmark(frame.object);
    default:
      throw inStreamError(frame, path);
  }
}

function toBookmark(object: KubeObject): DataEvent<never> {
  return {
    type: "BOOKMARK",
    resourceVersion: object.metadata?.resourceVersion ?? "",
    initialEnd: object.metadata?.annotations?.["k8s.io/initial-events-end"] === "true",
  };
}

function inStreamError(frame: WatchFrame, path: string): ApiError {
  const code = frame.object["code"];
  return new ApiError({
    status: typeof code === "number" ? code : 500,
    body: jsonText(frame.object),
    method: "WATCH",
    path,
  });
}
