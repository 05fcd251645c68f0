import { afterEach, describe, expect, test } from "vitest";
import type { ClusterAccess } from "../../../../src/kube/access/access.ts";
import { createClient } from "../../../../src/kube/client.ts";
import { ApiError, FencedError, TransportError } from "../../../../src/kube/errors.ts";
import { createTransport, type Transport } from "../../../../src/kube/transport/transport.ts";
import { retryDelay } from "../../../../src/kube/transport/retry.ts";
import { type FakeServer, fakeServer, type Handler, json, reset, status } from "../support/fake-server.ts";
import { hastyClock } from "../support/manual-clock.ts";
import { thing, things } from "../support/objects.ts";

const cleanUps: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).toReversed()) await cleanUp();
});

interface Scene {
  server: FakeServer;
  transport: Transport;
  sleeps: readonly number[];
  codes: string[];
}

async function scene(handlers: Handler[], access: Partial<ClusterAccess> = {}): Promise<Scene> {
  const server = await fakeServer(handlers, access);
  const clock = hastyClock();
  const codes: string[] = [];
  const transport = createTransport({
    access: server.access,
    clock,
    random: () => 0,
    metrics: { request: ({ code }) => codes.push(code) },
  });
  cleanUps.push(
    () => server.close(),
    () => transport.close(),
  );
  return { server, transport, sleeps: clock.sleeps, codes };
}

const get = { method: "GET", path: "/x" } as const;
const post = { method: "POST", path: "/x", body: { a: 1 } } as const;

describe("retry", () => {
  test("a read goes on over 500, 503 and a reset connection, with growing delays", async () => {
    const { transport, sleeps, codes } = await scene([
      status(500, "A"),
      status(503, "B"),
      reset,
      json({ ok: true }),
    ]);
    expect((await transport.request(get)).text).toBe('{"ok":true}');
    expect(sleeps).toEqual([50, 100, 200]);
    expect(codes).toEqual(["500", "503", "<error>", "200"]);
  });

  test("a read gives up after four attempts, with the last error", async () => {
    const { server, transport } = await scene([status(503, "Down")]);
    await expect(transport.request(get)).rejects.toMatchObject({ status: 503, reason: "Down" });
    expect(server.requests).toHaveLength(4);
  });

  test.each([429, 503])("Retry-After of a %i is a floor", async (code) => {
    const { transport, sleeps } = await scene([status(code, "Busy", {}, { "retry-after": "3" }), json({})]);
    await transport.request(get);
    expect(sleeps).toEqual([3050]);
  });

  test("a Retry-After that is too long is the caller's to wait for", async () => {
    const { server, transport } = await scene([status(429, "Busy", {}, { "retry-after": "60" })]);
    await expect(transport.request(get)).rejects.toMatchObject({ retryAfterSeconds: 60 });
    expect(server.requests).toHaveLength(1);
  });

  test("a POST is repeated after 429, which was not carried out", async () => {
    const { server, transport } = await scene([status(429, "Busy"), json({})]);
    await transport.request(post);
    expect(server.requests.map(({ body }) => body)).toEqual(['{"a":1}', '{"a":1}']);
  });

  test.each([
    ["500", status(500, "A")],
    ["504", status(504, "A")],
    ["a reset", reset],
  ])("a POST is not repeated after %s: it may have been carried out", async (_, handler) => {
    const { server, transport } = await scene([handler, json({})]);
    await expect(transport.request(post)).rejects.toThrow();
    expect(server.requests).toHaveLength(1);
  });

  test.each([400, 403, 404, 409, 422])("a %i is final", async (code) => {
    const { server, transport } = await scene([status(code, "No"), json({})]);
    await expect(transport.request(get)).rejects.toBeInstanceOf(ApiError);
    expect(server.requests).toHaveLength(1);
  });

  test("a refused connection is repeated for a POST, too: nobody saw it", async () => {
    const { server, transport, sleeps } = await scene([json({})]);
    await server.close();
    await expect(transport.request(post)).rejects.toMatchObject({ code: "ECONNREFUSED", maybeSent: false });
    expect(sleeps).toHaveLength(3);
  });

  test("a certificate that isn't trusted is not tried again", () => {
    const error = new TransportError("x", { code: "UNABLE_TO_VERIFY_LEAF_SIGNATURE", maybeSent: false });
    const policy = { attempts: 4, initialMs: 1, maxMs: 1, longestRetryAfterMs: 1 };
    expect(retryDelay({ error, attempts: 1, replay: "always" }, policy, () => 0)).toBeUndefined();
  });
});

describe("which calls of the client are repeated after an answer that got lost", () => {
  const ref = { namespace: "ns", name: "a" };
  test.each<[string, number, (client: ReturnType<typeof createClient>) => Promise<unknown>]>([
    ["get", 2, (client) => client.get(things, ref)],
    ["list", 2, (client) => client.list(things)],
    ["create", 1, (client) => client.create(things, thing("a", 1))],
    ["merge patch", 1, (client) => client.mergePatch(things, ref, { metadata: { labels: {} } })],
    [
      "merge patch that compares",
      2,
      (client) => client.mergePatch(things, ref, { metadata: { resourceVersion: "1" } }),
    ],
    ["replaceStatus", 2, (client) => client.replaceStatus(things, thing("a", 1))],
    ["delete", 2, (client) => client.delete(things, ref, { uid: "u" })],
  ])("%s: %i requests", async (_, count, call) => {
    const { server, transport } = await scene([reset, json({ metadata: {}, items: [] })]);
    await call(createClient(transport, { fieldManager: "test" })).catch(() => undefined);
    expect(server.requests).toHaveLength(count);
  });

  test("a delete whose repetition finds nothing has succeeded", async () => {
    const { transport } = await scene([reset, status(404, "NotFound", { name: "a" })]);
    await createClient(transport, { fieldManager: "test" }).delete(things, ref, { uid: "u" });
  });
});

describe("credentials", () => {
  test("a 401 leads to one attempt with a token read anew, for a POST as well", async () => {
    const forced: boolean[] = [];
    const { server, transport } = await scene([status(401, "Unauthorized"), json({})], {
      authorization: async (force) => {
        forced.push(force);
        return force ? "Bearer new" : "Bearer old";
      },
    });
    await transport.request(post);
    expect(server.requests.map(({ authorization }) => authorization)).toEqual(["Bearer old", "Bearer new"]);
    expect(forced).toEqual([false, true]);
  });

  test("a second 401 is the answer", async () => {
    const { server, transport } = await scene([status(401, "Unauthorized")]);
    await expect(transport.request(get)).rejects.toMatchObject({ status: 401 });
    expect(server.requests).toHaveLength(2);
  });

  test("connections are shared until the certificate authority changes", async () => {
    const sockets: unknown[] = [];
    let ca = "first";
    const answer: Handler = (request, response) => {
      sockets.push(response.socket);
      json({})(request, response);
    };
    const { transport } = await scene([answer], { tls: async () => ({ ca }) });
    for (let i = 0; i < 20; i += 1) await transport.request(get);
    // undici opens a second one where a request follows in the very turn in which the one before ended.
    expect(new Set(sockets).size).toBeLessThanOrEqual(2);
    const before = new Set(sockets);
    ca = "second";
    await transport.request(get);
    expect(before.has(sockets.at(-1))).toBe(false);
  });
});

test("an abort ends a request under way with the signal's reason", async () => {
  const controller = new AbortController();
  const reason = new Error("no longer wanted");
  const { transport } = await scene([() => controller.abort(reason)]);
  await expect(transport.request({ ...get, signal: controller.signal })).rejects.toBe(reason);
  await expect(transport.request({ ...get, signal: controller.signal })).rejects.toBe(reason);
});

test("warnings reach the client's hook, unescaped, one by one", async () => {
  const header = '299 - "unknown field \\"spec.x\\"", 299 - "second"';
  const { transport } = await scene([json({ metadata: {} }, 201, { warning: header })]);
  const texts: string[] = [];
  const client = createClient(transport, { fieldManager: "test", onWarning: ({ text }) => texts.push(text) });
  await client.create(things, thing("a", 1), { fieldValidation: "Warn" });
  expect(texts).toEqual(['unknown field "spec.x"', "second"]);
});

test("an answer that is not JSON is a transport error that names the request", async () => {
  const { transport } = await scene([(_, response) => void response.end("<html>")]);
  const call = createClient(transport, { fieldManager: "test" }).get(things, { namespace: "ns", name: "a" });
  await expect(call).rejects.toThrow(
    "GET /apis/example.dev/v1/namespaces/ns/things/a: the answer is not JSON",
  );
});

describe("client requests", () => {
  test("create", async () => {
    const { server, transport } = await scene([json({})]);
    const client = createClient(transport, { fieldManager: "me" });
    await client.create(things, thing("a", 1), { dryRun: true, fieldValidation: "Strict" });
    expect(server.requests[0]).toMatchObject({
      method: "POST",
      path: "/apis/example.dev/v1/namespaces/ns/things",
    });
    expect(Object.fromEntries(server.requests[0]?.query ?? [])).toEqual({
      fieldManager: "me",
      dryRun: "All",
      fieldValidation: "Strict",
    });
  });
  test("delete carries its precondition", async () => {
    const { server, transport } = await scene([json({})]);
    await createClient(transport, { fieldManager: "me" }).delete(
      things,
      { namespace: "ns", name: "a" },
      { uid: "u1", resourceVersion: "5", propagationPolicy: "Foreground" },
    );
    expect(JSON.parse(server.requests[0]?.body ?? "")).toEqual({
      apiVersion: "v1",
      kind: "DeleteOptions",
      preconditions: { uid: "u1", resourceVersion: "5" },
      propagationPolicy: "Foreground",
    });
  });
  test("delete without a uid and replaceStatus without a version never leave", async () => {
    const { server, transport } = await scene([json({})]);
    const client = createClient(transport, { fieldManager: "me" });
    await expect(client.delete(things, { namespace: "ns", name: "a" }, { uid: "" })).rejects.toThrow(
      "needs a uid",
    );
    await expect(client.replaceStatus(things, { metadata: { namespace: "ns", name: "a" } })).rejects.toThrow(
      "needs",
    );
    expect(server.requests).toHaveLength(0);
  });
});

async function gatedScene(open: () => boolean, handlers: Handler[]) {
  const server = await fakeServer(handlers);
  const asked: string[] = [];
  const transport = createTransport({
    access: server.access,
    clock: hastyClock(),
    random: () => 0,
    limits: { connections: 1 },
    gate: () => {
      asked.push("asked");
      if (!open()) throw new FencedError("closed");
    },
  });
  cleanUps.push(
    () => server.close(),
    () => transport.close(),
  );
  return { server, transport, asked };
}

describe("the gate", () => {
  test("closed: a write never leaves, is not repeated, and rejects with what the gate threw; a read goes", async () => {
    const { server, transport, asked } = await gatedScene(() => false, [json({})]);
    await expect(transport.request(post)).rejects.toThrow(new FencedError("closed"));
    await expect(transport.request({ ...post, replay: "always" })).rejects.toBeInstanceOf(FencedError);
    await transport.request(get);
    expect(server.requests.map(({ method }) => method)).toEqual(["GET"]);
    expect(asked.length).toBe(2);
  });

  test("is asked as the request leaves: one that waited for a connection meanwhile stays", async () => {
    let open = true;
    const { server, transport } = await gatedScene(
      () => open,
      [
        (_, response) => {
          // The answer of the first one lets the second one have its connection.
          open = false;
          response.writeHead(200, { "content-type": "application/json" }).end("{}");
        },
      ],
    );
    const [first, second] = await Promise.allSettled([transport.request(post), transport.request(post)]);
    expect([first.status, second.status]).toEqual(["fulfilled", "rejected"]);
    expect(server.requests.length).toBe(1);
  });

  test("is asked for each repetition", async () => {
    let asked = 0;
    const { server, transport } = await gatedScene(() => (asked += 1) < 3, [status(503, "Down")]);
    const put = { method: "PUT", path: "/x", body: {}, replay: "always" } as const;
    await expect(transport.request(put)).rejects.toBeInstanceOf(FencedError);
    expect(server.requests.length).toBe(2);
  });
});
