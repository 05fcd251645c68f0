import { onTestFinished, vi } from "vitest";
import { createClient } from "../../../../../src/kube/client.ts";
import { systemClock } from "../../../../../src/kube/clock.ts";
import { type Logger, silentLogger } from "../../../../../src/kube/log.ts";
import type { Comeback } from "../../../../../src/kube/reflector/comeback.ts";
import {
  createReflector,
  type Reflector,
  type ReflectorTiming,
} from "../../../../../src/kube/reflector/reflector.ts";
import { createStore, type Store } from "../../../../../src/kube/store/store.ts";
import { createTransport } from "../../../../../src/kube/transport/transport.ts";
import { type FakeServer, fakeServer, type Handler, json, stream } from "../../support/fake-server.ts";
import { type Thing, things } from "../../support/objects.ts";

export interface Scene {
  server: FakeServer;
  store: Store<Thing>;
  reflector: Reflector;
  failures: string[];
  /** Of its log. */
  warnings: string[];
  stop: () => Promise<void>;
}

/** Times so short that a test waits for outcomes only; what must not happen by chance is hours away. */
const quick: ReflectorTiming = {
  backoff: { initialMs: 1, maxMs: 5, factor: 2, jitter: 0 },
  watchSeconds: [290, 600],
  relistMs: [3_600_000, 7_200_000],
  silenceMs: 3_600_000,
  stableWatchMs: 10_000,
  shortWatchMs: 1,
  longestBreakMs: 3_600_000,
};

/** A reflector that follows a server which answers as scripted. */
export async function scene(
  handlers: Handler[],
  options: {
    timing?: Partial<ReflectorTiming>;
    watchList?: boolean;
    comeback?: Comeback;
    token?: (force: boolean) => string;
  } = {},
): Promise<Scene> {
  const server = await fakeServer(handlers, {
    credentials: async (refused) => ({ tls: {}, authorization: options.token?.(refused !== undefined) }),
  });
  const transport = createTransport({
    access: server.access,
    clock: systemClock,
    random: Math.random,
    retry: { attempts: 1 },
  });
  const store = createStore<Thing>({ onHandlerError: () => undefined });
  const failures: string[] = [];
  const warnings: string[] = [];
  const log: Logger = {
    ...silentLogger,
    warn: (_, message) => void warnings.push(message),
    child: () => log,
  };
  const reflector = createReflector<Thing>({
    resource: things,
    transport,
    client: createClient(transport, { fieldManager: "test" }),
    store,
    clock: systemClock,
    random: () => 0.5,
    log,
    metrics: { failed: (reason) => failures.push(reason) },
    watchList: options.watchList ?? true,
    ...(options.comeback && { comeback: options.comeback }),
    timing: { ...quick, ...options.timing },
  });
  const controller = new AbortController();
  const running = reflector.run(controller.signal);
  const stop = async (): Promise<void> => {
    controller.abort();
    await running;
    await transport.close();
    await server.close();
  };
  onTestFinished(stop);
  return { server, store, reflector, failures, warnings, stop };
}

export const added = (object: Thing): object => ({ type: "ADDED", object });
export const modified = (object: Thing): object => ({ type: "MODIFIED", object });
export const bookmark = (version: number, initialEnd = false): object => ({
  type: "BOOKMARK",
  object: {
    kind: "Thing",
    metadata: {
      resourceVersion: String(version),
      ...(initialEnd && { annotations: { "k8s.io/initial-events-end": "true" } }),
    },
  },
});
export const errorEvent = (code: number, reason: string): object => ({
  type: "ERROR",
  object: { kind: "Status", status: "Failure", code, reason, message: `it is ${reason}` },
});
export const list = (objects: Thing[], version: number, next?: string): Handler =>
  json({ kind: "ThingList", metadata: { resourceVersion: String(version), continue: next }, items: objects });
export const silence: Handler = stream([]);
export const names = (store: Store<Thing>): string[] =>
  store
    .list()
    .map((object) => `${object.metadata?.name}@${object.metadata?.resourceVersion}`)
    .toSorted();
export const startOf = (server: FakeServer, index: number): string | undefined => {
  const query = server.requests[index]?.query;
  return query?.get("sendInitialEvents") ? "initial" : (query?.get("resourceVersion") ?? undefined);
};
export const until = async (check: () => void): Promise<void> =>
  vi.waitFor(check, { timeout: 5000, interval: 2 });
