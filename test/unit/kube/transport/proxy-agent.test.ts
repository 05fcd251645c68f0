import { describe, expect, onTestFinished, test } from "vitest";
import type { TlsMaterial } from "../../../../src/kube/access/access.ts";
import { FencedError } from "../../../../src/kube/errors.ts";
import { createTransport, type TransportOptions } from "../../../../src/kube/transport/transport.ts";
import { fakeServer, json, stream } from "../support/fake-server.ts";
import { hastyClock } from "../support/manual-clock.ts";
import { get, post } from "../support/transport.ts";
import { CERTIFICATE, proxyServer, tlsServer } from "./support/proxy.ts";

interface Way extends Partial<TransportOptions> {
  server: string;
  proxy: URL;
  tls?: TlsMaterial;
}

function through({ server, proxy, tls = { ca: CERTIFICATE }, ...options }: Way) {
  const access = { server, proxy, describe: "test", credentials: async () => ({ tls }) };
  const transport = createTransport({ access, clock: hastyClock(), random: () => 0, ...options });
  onTestFinished(() => transport.close());
  return transport;
}

describe("to an https server", () => {
  test("by a tunnel, which requests and watches share with nobody", async () => {
    const { url, asked } = await proxyServer();
    const server = await tlsServer();
    const transport = through({ server, proxy: url });
    expect((await transport.request(post)).text).toBe('{"method":"POST"}');
    await transport.request(get);
    const parts: string[] = [];
    for await (const part of await transport.stream(get)) parts.push(Buffer.from(part).toString());
    expect(parts.join("")).toBe('{"method":"GET"}');
    const tunnel = `CONNECT ${new URL(server).host}`;
    expect(new Set(asked)).toEqual(new Set([tunnel]));
  });

  test("its certificate is held to the kubeconfig's authority and name, not to the proxy's", async () => {
    const { url } = await proxyServer();
    const server = await tlsServer();
    await expect(through({ server, proxy: url, tls: {} }).request(get)).rejects.toMatchObject({
      code: "DEPTH_ZERO_SELF_SIGNED_CERT",
      maybeSent: false,
    });
    const named = { ca: CERTIFICATE, servername: "other.example" };
    await expect(through({ server, proxy: url, tls: named }).request(get)).rejects.toThrow("ALTNAME");
    await through({ server, proxy: url, tls: { rejectUnauthorized: false } }).request(get);
  });

  test("name and password are for the proxy, and told nowhere", async () => {
    const { url, asked } = await proxyServer({ answer: 407 });
    url.username = "me";
    url.password = "s%20t";
    const failure = through({ server: await tlsServer(), proxy: url }).request(get);
    await expect(failure).rejects.toMatchObject({ code: "PROXY_407", maybeSent: false });
    await expect(failure).rejects.toThrow(`GET /x through the proxy ${url.origin}: no answer (PROXY_407)`);
    expect(asked.map((one) => one.split(" ").slice(2).join(" "))).toEqual([
      `Basic ${Buffer.from("me:s t").toString("base64")}`,
    ]);
  });

  test("a proxy in trouble is asked again, for a write as well: none has left", async () => {
    const { url, asked } = await proxyServer({ answer: 503 });
    const failure = through({ server: await tlsServer(), proxy: url }).request(post);
    await expect(failure).rejects.toMatchObject({ code: "PROXY_503", maybeSent: false });
    expect(asked.length).toBe(4);
  });

  test("a proxy that is not there, or does not answer, ends the request", async () => {
    const server = await tlsServer();
    const nowhere = new URL("http://127.0.0.1:1");
    await expect(through({ server, proxy: nowhere }).request(get)).rejects.toMatchObject({
      maybeSent: false,
    });
    const { url } = await proxyServer({ answer: "silence" });
    const limits = { connectTimeoutMs: 100 };
    const failure = through({ server, proxy: url, limits, retry: { attempts: 1 } }).request(get);
    await expect(failure).rejects.toThrow("through the proxy");
  });

  test("a proxy that is asked by https may have a certificate of the same authority", async () => {
    const { url } = await proxyServer({ scheme: "https" });
    const server = await tlsServer();
    expect((await through({ server, proxy: url }).request(get)).status).toBe(200);
    await expect(through({ server, proxy: url, tls: {} }).request(get)).rejects.toThrow("CERT");
  });
});

describe("to an http server", () => {
  test("as it is, in the proxy's hands", async () => {
    const { url, asked } = await proxyServer();
    const server = await fakeServer([json({ a: 1 })]);
    onTestFinished(() => server.close());
    const { access, requests } = server;
    const transport = through({ server: access.server, proxy: url });
    expect((await transport.request(post)).text).toBe('{"a":1}');
    expect(asked).toEqual([`POST ${access.server}/x`]);
    expect(requests.map(({ body }) => body)).toEqual(['{"a":1}']);
  });

  test("a silent watch is kept, a silent answer is not", async () => {
    const { url } = await proxyServer();
    const server = await fakeServer([stream(["x"])]);
    onTestFinished(() => server.close());
    const limits = { bodyTimeoutMs: 200 };
    const transport = through({ server: server.access.server, proxy: url, limits, retry: { attempts: 1 } });
    const watch = (await transport.stream(get))[Symbol.asyncIterator]();
    await watch.next();
    const more = watch.next().then(
      () => "ended",
      () => "failed",
    );
    await expect(transport.request(get)).rejects.toThrow("UND_ERR_BODY_TIMEOUT");
    expect(await Promise.race([more, Promise.resolve("open")])).toBe("open");
  });
});

test("the gate is asked as a write leaves, once the tunnel is there: a closed one keeps it, and lets reads go", async () => {
  const { url, asked } = await proxyServer();
  let open = true;
  const tunnels: number[] = [];
  const transport = through({
    server: await tlsServer(),
    proxy: url,
    limits: { connections: 1 },
    gate: () => {
      tunnels.push(asked.length);
      if (!open) throw new FencedError("closed");
    },
  });
  await transport.request(post);
  open = false;
  await expect(transport.request(post)).rejects.toThrow(new FencedError("closed"));
  expect(tunnels[0]).toBe(1);
  expect(tunnels.length).toBe(2);
  expect((await transport.request(get)).text).toBe('{"method":"GET"}');
});
