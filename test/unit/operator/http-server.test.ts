import { once } from "node:events";
import { connect } from "node:net";
import { afterEach, beforeEach, expect, test } from "vitest";
import { serve } from "../../../src/operator/http-server.ts";

let server: Awaited<ReturnType<typeof serve>>;
const endpoints = {
  healthz: () => undefined,
  readyz: () => "A cache is being filled",
  metrics: async () => ({ contentType: "text/plain; version=0.0.4", body: "up 1\n" }),
};
beforeEach(async () => {
  server = await serve(endpoints, { host: "127.0.0.1", port: 0 });
});
afterEach(() => server.close());

/** What comes back for a request as it stands on the wire, which no HTTP client would send. */
async function raw(head: string): Promise<string> {
  const socket = connect(server.port, "127.0.0.1");
  socket.write(`${head}\r\nHost: operator\r\nConnection: close\r\n\r\n`);
  let answer = "";
  socket.on("data", (chunk: Buffer) => (answer += chunk.toString()));
  await once(socket, "close");
  return answer;
}

test("a probe says what is wrong, and metrics come in their own type", async () => {
  expect(await raw("GET /healthz HTTP/1.1")).toMatch(/^HTTP\/1.1 200 OK\r\n[^]*\r\nok\n/);
  expect(await raw("GET /readyz?verbose HTTP/1.1")).toMatch(/^HTTP\/1.1 503 [^]*A cache is being filled\n/);
  expect(await raw("GET /metrics HTTP/1.1")).toMatch(/content-type: text\/plain; version=0.0.4[^]*up 1\n/);
});

test.each([
  ["GET // HTTP/1.1", 404],
  ["GET http:// HTTP/1.1", 404],
  ["GET http://[ HTTP/1.1", 404],
  ["GET /\\\\..%2f%00 HTTP/1.1", 404],
  ["GET /metrics/../healthz HTTP/1.1", 404],
  ["OPTIONS * HTTP/1.1", 405],
  ["POST /metrics HTTP/1.1", 405],
  ["DELETE /healthz HTTP/1.1", 405],
  ["no request at all", 400],
])("%s is refused, and the next request is answered", async (head, status) => {
  expect(await raw(head)).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
  expect(await raw("GET /healthz HTTP/1.1")).toMatch(/^HTTP\/1.1 200 /);
});

test("so is a request that is too large", async () => {
  expect(await raw(`GET /${"x".repeat(17_000)} HTTP/1.1`)).toMatch(/^HTTP\/1.1 431 /);
  expect(await raw("GET /healthz HTTP/1.1")).toMatch(/^HTTP\/1.1 200 /);
});

test("metrics that can't be gathered are a 500, not the end of the process", async () => {
  const failing = await serve(
    { ...endpoints, metrics: () => Promise.reject(new Error("no memory")) },
    { host: "127.0.0.1", port: 0 },
  );
  try {
    const answer = await fetch(`http://127.0.0.1:${failing.port}/metrics`);
    expect([answer.status, await answer.text()]).toEqual([500, "no memory\n"]);
  } finally {
    await failing.close();
  }
});

test("connections that send nothing are ended, more than some are refused, and then there is room again", async () => {
  const limits = { requestMs: 200, checkMs: 50, connections: 3 };
  const small = await serve(endpoints, { host: "127.0.0.1", port: 0, limits });
  try {
    const idle = Array.from({ length: 4 }, () => connect(small.port, "127.0.0.1"));
    const ends = idle.map(async (socket) => {
      let answer = "";
      socket.on("data", (chunk: Buffer) => (answer += chunk.toString()));
      await once(socket, "close");
      return answer.split("\r\n")[0] ?? "";
    });
    const timeout = "HTTP/1.1 408 Request Timeout";
    expect((await Promise.all(ends)).toSorted()).toEqual(["", timeout, timeout, timeout]);
    expect((await fetch(`http://127.0.0.1:${small.port}/healthz`)).status).toBe(200);
  } finally {
    await small.close();
  }
});

test("no connection is kept for another request, which could meet its end", async () => {
  const answer = await fetch(`http://127.0.0.1:${server.port}/healthz`);
  expect([answer.status, answer.headers.get("connection")]).toEqual([200, "close"]);
});
