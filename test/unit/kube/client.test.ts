import { describe, expect, test } from "vitest";
import { createClient } from "../../../src/kube/client.ts";
import { json, reset, status } from "./support/fake-server.ts";
import { thing, things } from "./support/objects.ts";
import { scene } from "./support/transport.ts";

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
