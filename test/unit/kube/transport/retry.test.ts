import { describe, expect, test } from "vitest";
import { ApiError, TransportError } from "../../../../src/kube/errors.ts";
import { retryDelay } from "../../../../src/kube/transport/retry.ts";
import { json, reset, status } from "../support/fake-server.ts";
import { get, post, put, scene } from "../support/transport.ts";

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

  test.each([
    ["after an answer that was lost", [reset, status(409, "Conflict")], true],
    ["after a server's error", [status(500, "A"), status(409, "Conflict")], true],
    [
      "after a lost answer and a request that was put off",
      [reset, status(429, "Busy"), status(409, "Conflict")],
      true,
    ],
    ["at once", [status(409, "Conflict")], false],
    ["after a request that was put off", [status(429, "Busy"), status(409, "Conflict")], false],
  ])("a conflict %s may be that with oneself: %s", async (_, handlers, afterLostAnswer) => {
    const { transport } = await scene(handlers);
    await expect(transport.request({ ...put, replay: "always" })).rejects.toMatchObject({
      status: 409,
      afterLostAnswer,
    });
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
