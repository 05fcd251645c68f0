import { describe, expect, test } from "vitest";
import { setTimeout as sleep } from "node:timers/promises";
import { DEFAULT_LIMITS } from "../../../../src/kube/transport/transport.ts";
import { type Handler, json, status } from "../support/fake-server.ts";
import { get, post, scene } from "../support/transport.ts";

describe("credentials", () => {
  test("a 401 leads to one attempt with a token read anew, for a POST as well", async () => {
    const forced: boolean[] = [];
    const { server, transport } = await scene([status(401, "Unauthorized"), json({})], {
      credentials: async (refused) => {
        forced.push(refused !== undefined);
        return { tls: {}, authorization: refused ? "Bearer new" : "Bearer old" };
      },
    });
    await transport.request(post);
    expect(server.requests.map(({ authorization }) => authorization)).toEqual(["Bearer old", "Bearer new"]);
    expect(forced).toEqual([false, true]);
  });

  test("the attempt after a 401 leaves by a connection with the certificate that was read anew", async () => {
    const sockets: unknown[] = [];
    const first: Handler = (request, response) => {
      sockets.push(response.socket);
      status(401, "Unauthorized")(request, response);
    };
    const second: Handler = (request, response) => {
      sockets.push(response.socket);
      json({})(request, response);
    };
    const { transport } = await scene([first, second], {
      credentials: async (refused) => ({ tls: { cert: refused ? "new" : "old" } }),
    });
    await transport.request(get);
    expect(new Set(sockets).size).toBe(2);
  });

  test("whom the caller acts as goes with each request, a line for each value", async () => {
    const impersonation = { "impersonate-user": "jane", "impersonate-group": ["a", "b"] };
    const { server, transport } = await scene([json({})], {
      credentials: async () => ({ tls: {}, impersonation }),
    });
    await transport.request(get);
    await transport.request(post);
    await transport.stream(get);
    const lines = [
      ["impersonate-user", "jane"],
      ["impersonate-group", "a"],
      ["impersonate-group", "b"],
    ];
    expect(server.requests.map((seen) => seen.impersonation)).toEqual([lines, lines, lines]);
  });

  test("a second 401 is the answer", async () => {
    const { server, transport } = await scene([status(401, "Unauthorized")]);
    await expect(transport.request(get)).rejects.toMatchObject({ status: 401 });
    expect(server.requests).toHaveLength(2);
  });
});

test("an abort ends a request under way with the signal's reason", async () => {
  const controller = new AbortController();
  const reason = new Error("no longer wanted");
  const { transport } = await scene([() => controller.abort(reason)]);
  await expect(transport.request({ ...get, signal: controller.signal })).rejects.toBe(reason);
  await expect(transport.request({ ...get, signal: controller.signal })).rejects.toBe(reason);
});

test("a write is waited for longer than the API server lets a request take (--request-timeout), a read less long", async () => {
  expect(DEFAULT_LIMITS.writeTimeoutMs).toBeGreaterThan(60_000);
  const { server, transport } = await scene(
    [() => undefined],
    {},
    { headersTimeoutMs: 50, writeTimeoutMs: 1_500 },
  );
  await expect(transport.request({ ...get, replay: "unsent" })).rejects.toThrow();
  const writing = transport.request({ ...post, replay: "unsent" });
  const first = await Promise.race([writing.catch(() => "ended"), sleep(1_000, "waits")]);
  expect([first, server.requests.length]).toEqual(["waits", 2]);
  await expect(writing).rejects.toThrow();
});

test("0 is no limit", async () => {
  const slow: Handler = (request, response) => void setTimeout(json({ a: 1 }), 1_500, request, response);
  const limits = { headersTimeoutMs: 0, writeTimeoutMs: 0, bodyTimeoutMs: 0 };
  const { transport, sleeps } = await scene([slow], {}, limits);
  const answers = await Promise.all([transport.request(get), transport.request(post)]);
  expect(answers.map(({ status }) => status)).toEqual([200, 200]);
  expect(sleeps).toEqual([]);
});
