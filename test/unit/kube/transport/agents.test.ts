import { expect, test } from "vitest";
import { type Handler, json } from "../support/fake-server.ts";
import { get, scene } from "../support/transport.ts";

test("connections are shared until the certificate authority changes", async () => {
  const sockets: unknown[] = [];
  let ca = "first";
  const answer: Handler = (request, response) => {
    sockets.push(response.socket);
    json({})(request, response);
  };
  const { transport } = await scene([answer], { credentials: async () => ({ tls: { ca } }) });
  for (let i = 0; i < 20; i += 1) await transport.request(get);
  // undici opens a second one where a request follows in the very turn in which the one before ended.
  expect(new Set(sockets).size).toBeLessThanOrEqual(2);
  const before = new Set(sockets);
  ca = "second";
  await transport.request(get);
  expect(before.has(sockets.at(-1))).toBe(false);
});
