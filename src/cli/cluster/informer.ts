import { ApiError } from "../../kube/errors.ts";
import { type Logger, silentLogger } from "../../kube/log.ts";
import type { KubeObject } from "../../kube/object.ts";
import { createComeback } from "../../kube/reflector/comeback.ts";
import { createReflector } from "../../kube/reflector/reflector.ts";
import type { Scope } from "../../kube/reflector/list.ts";
import type { Resource } from "../../kube/resource.ts";
import { createStore, type Store, type StoreEvent } from "../../kube/store/store.ts";
import type { Context } from "../context.ts";
import type { Cluster } from "./connect.ts";

/** Objects of one resource, as they are now, and what happens to them. */
export interface Informer<T extends KubeObject> {
  readonly store: Store<T>;
  /** What has happened since the last call: waits for it, at most so long. Rejects at Ctrl-C. */
  readonly next: (longestMs: number) => Promise<StoreEvent<T>[]>;
}

/**
 * Follows objects while `work` goes on; a connection that breaks is made again.
 * Rejects where they can't be read at all: no right, no such kind, no answer at first; and later where the right to
 * follow them is missing, or withdrawn.
 */
export async function withInformer<T extends KubeObject, R>(
  { context, cluster }: { context: Context; cluster: Cluster },
  resource: Resource<T>,
  scope: Scope,
  work: (follower: Informer<T>) => Promise<R>,
): Promise<R> {
  const { clock, random, signal } = context;
  const { client, transport } = cluster;
  await client.list(resource, { ...scope, limit: 1, signal });
  const store = createStore<T>({ onHandlerError: () => undefined });
  const events: StoreEvent<T>[] = [];
  let wake = Promise.withResolvers<void>();
  store.subscribe((event) => {
    events.push(event);
    wake.resolve();
  });
  const refused = Promise.withResolvers<never>();
  refused.promise.catch(() => undefined);
  const log = logOf({
    monotonic: () => clock.monotonic(),
    patienceMs: () => (reflector.synced ? PATIENCE_MS : 0),
    refused: (error) => refused.reject(error),
  });
  const comeback = createComeback({ client, clock });
  const common = { clock, random, log, client, transport, comeback };
  const reflector = createReflector({ ...common, ...scope, resource, store });
  const stop = new AbortController();
  const running = reflector.run(stop.signal);
  try {
    await Promise.race([reflector.whenSynced(signal), refused.promise]);
    return await work({
      store,
      async next(longestMs) {
        const waited = new AbortController();
        const end = AbortSignal.any([signal, waited.signal]);
        if (events.length === 0)
          await Promise.race([
            wake.promise,
            refused.promise,
            clock.sleep(longestMs, end).catch(() => undefined),
          ]).finally(() => waited.abort());
        signal.throwIfAborted();
        wake = Promise.withResolvers();
        return events.splice(0);
      },
    });
  } finally {
    stop.abort();
    await running;
  }
}

/** An API server that has just started may refuse everybody for a moment. */
const PATIENCE_MS = 20_000;

interface Listening {
  monotonic: () => number;
  patienceMs: () => number;
  refused: (error: unknown) => void;
}

/** Hears of each failed try to follow, and of a success; tells of refusals that last. */
function logOf({ monotonic, patienceMs, refused }: Listening): Logger {
  let since: number | undefined;
  const hear = ({ err }: { err?: unknown }): void => {
    if (!isRefusal(err)) return;
    since ??= monotonic();
    if (monotonic() - since >= patienceMs()) refused(err);
  };
  const log: Logger = {
    ...silentLogger,
    child: () => log,
    warn: hear,
    debug: hear,
    info: () => (since = undefined),
  };
  return log;
}

/** No right, or credentials that have run out. */
function isRefusal(error: unknown): boolean {
  return error instanceof ApiError && (error.status === 401 || error.status === 403);
}
