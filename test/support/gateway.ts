import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { pipeline } from "node:stream/promises";
import { Agent, request } from "undici";
import type { ClusterAccess } from "../../src/kube/access/access.ts";

/** What is between the operator and the API server while that is away: its answer, or none at all. */
export type Trouble = number | "silence";

/** A load balancer before the API server. */
export interface Gateway extends AsyncDisposable {
  access: ClusterAccess;
  /** All connections end, and every request is answered so, until it is opened again. What it was silent to stays so. */
  close(trouble: Trouble): void;
  open(): void;
}

export async function openGateway(upstream: ClusterAccess): Promise<Gateway> {
  const credentials = await upstream.credentials();
  const agent = new Agent({ allowH2: false, bodyTimeout: 0, connect: { ...credentials.tls } });
  let trouble: Trouble | undefined;

  async function forward(message: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = "GET", url = "/", headers } = message;
    const gone = new AbortController();
    response.on("close", () => gone.abort());
    const answer = await request(`${upstream.server}${url}`, {
      dispatcher: agent,
      method,
      headers: {
        ...credentials.impersonation,
        accept: headers.accept ?? "application/json",
        ...(headers["content-type"] && { "content-type": headers["content-type"] }),
      },
      body: await bodyOf(message),
      signal: gone.signal,
    });
    response.writeHead(answer.statusCode, answer.headers);
    response.flushHeaders();
    await pipeline(answer.body, response);
  }

  const server = createServer((message, response) => {
    if (trouble === "silence") return;
    if (trouble === undefined) forward(message, response).catch(() => response.destroy());
    else response.writeHead(trouble, { "content-type": "text/plain" }).end("no server is available");
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const port = typeof address === "object" ? address?.port : undefined;
  return {
    access: {
      server: `http://127.0.0.1:${port}`,
      describe: "gateway",
      credentials: async () => ({ tls: {} }),
    },
    close(next) {
      trouble = next;
      server.closeAllConnections();
    },
    open() {
      trouble = undefined;
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await agent.destroy();
    },
  };
}

async function bodyOf(message: IncomingMessage): Promise<string | null> {
  let body = "";
  for await (const chunk of message) body += String(chunk);
  return body === "" ? null : body;
}
