import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { pipeline } from "node:stream/promises";
import { Agent, request } from "undici";
import type { ClusterAccess } from "../../../src/kube/access/access.ts";

/** A request as it arrived, in milliseconds of performance.now(). */
export interface SeenCall {
  at: number;
  method: string;
  path: string;
  /** A GET that goes on. */
  watch: boolean;
}

/** Stands between one replica and the API server, and writes down what the replica asks for. */
export interface RecordingProxy extends AsyncDisposable {
  access: ClusterAccess;
  calls: SeenCall[];
  /** What is held back for ever: neither forwarded nor answered. */
  block: (call: SeenCall) => boolean;
}

export async function recordingProxy(upstream: ClusterAccess): Promise<RecordingProxy> {
  const agent = new Agent({
    allowH2: false,
    bodyTimeout: 0,
    connect: { ...(await upstream.credentials()).tls },
  });
  const calls: SeenCall[] = [];

  async function forward(message: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = "GET", url = "/", headers } = message;
    const call = {
      at: performance.now(),
      method,
      path: url.replace(/\?.*/, ""),
      watch: /[?&]watch=(true|1)/.test(url),
    };
    calls.push(call);
    const body = await text(message);
    if (proxy.block(call)) return;
    const gone = new AbortController();
    response.on("close", () => gone.abort());
    const { authorization } = await upstream.credentials();
    const answer = await request(`${upstream.server}${url}`, {
      dispatcher: agent,
      method,
      headers: {
        accept: headers.accept ?? "application/json",
        ...(headers["content-type"] && { "content-type": headers["content-type"] }),
        ...(authorization && { authorization }),
      },
      body: body === "" ? null : body,
      signal: gone.signal,
    });
    response.writeHead(answer.statusCode, answer.headers);
    response.flushHeaders();
    await pipeline(answer.body, response);
  }

  const server = createServer((message, response) => {
    forward(message, response).catch(() => response.destroy());
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const port = typeof address === "object" ? address?.port : undefined;
  const proxy: RecordingProxy = {
    access: {
      server: `http://127.0.0.1:${port}`,
      describe: "recording proxy",
      credentials: async () => ({ tls: {} }),
    },
    calls,
    block: () => false,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await agent.destroy();
    },
  };
  return proxy;
}

async function text(message: IncomingMessage): Promise<string> {
  let body = "";
  for await (const chunk of message) body += String(chunk);
  return body;
}
