import { expect, test } from "vitest";
import { createClient } from "../../../src/kube/client.ts";
import { TransportError } from "../../../src/kube/errors.ts";
import { silentLogger } from "../../../src/kube/log.ts";
import type { ApiRequest, Transport } from "../../../src/kube/transport/transport.ts";
import { createCaches } from "../../../src/operator/caches.ts";
import { createMetrics } from "../../../src/operator/metrics/metrics.ts";
import { manualClock } from "../kube/support/manual-clock.ts";

/** An API server that can be switched off, with the watches that are open. */
function apiServer() {
  const server = { isAway: false, open: new Set<string>() };
  const refuse = (): void => {
    if (server.isAway)
      throw new TransportError("connect ECONNREFUSED", { code: "ECONNREFUSED", maybeSent: false });
  };
  async function* watch({ path, signal }: ApiRequest): AsyncGenerator<Uint8Array> {
    server.open.add(path);
    const ended = Promise.withResolvers<never>();
    signal?.addEventListener("abort", () => ended.reject(signal.reason), { once: true });
    yield await ended.promise.finally(() => server.open.delete(path));
  }
  const transport: Transport = {
    request: async () => {
      refuse();
      return { status: 200, text: "{}", warnings: [] };
    },
    stream: async (request) => {
      refuse();
      return watch(request);
    },
    close: async () => {},
  };
  return { server, transport };
}

test.each([15_000, 60_000, 300_000])(
  "all watches are open within 5 s of the return of an API server that was away for %i ms",
  async (awayMs) => {
    const clock = manualClock();
    const { server, transport } = apiServer();
    server.isAway = true;
    const client = createClient(transport, { fieldManager: "test" });
    const [random, log, metrics] = [() => 0.99, silentLogger, createMetrics()];
    const caches = createCaches({ transport, client, namespaces: undefined, clock, random, log, metrics });
    const stop = new AbortController();
    const running = caches.reflectors.map((reflector) => reflector.run(stop.signal));
    await clock.advance(awayMs);
    expect(server.open.size).toBe(0);
    server.isAway = false;
    await clock.advance(5_000);
    expect(server.open.size).toBe(caches.reflectors.length);
    stop.abort();
    await Promise.all(running);
  },
);
