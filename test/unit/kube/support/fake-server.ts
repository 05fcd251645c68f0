import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { ClusterAccess } from "../../../../src/kube/access/access.ts";

export interface SeenRequest {
  method: string;
  path: string;
  query: URLSearchParams;
  authorization: string | undefined;
  /** Of headers that begin with impersonate-, as pairs, in the order of their lines. */
  impersonation: (readonly [name: string, value: string])[];
  body: string;
}

export type Handler = (request: SeenRequest, response: ServerResponse) => void;

/** A local HTTP server that answers request after request as scripted; the last handler serves all that follow. */
export interface FakeServer {
  readonly access: ClusterAccess;
  readonly requests: SeenRequest[];
  close(): Promise<void>;
}

export async function fakeServer(
  handlers: Handler[],
  access: Partial<ClusterAccess> = {},
): Promise<FakeServer> {
  const requests: SeenRequest[] = [];
  async function answer(message: IncomingMessage, response: ServerResponse): Promise<void> {
    const request = await read(message);
    const handler = handlers[Math.min(requests.length, handlers.length - 1)];
    requests.push(request);
    handler?.(request, response);
  }

  const server = createServer((message, response) => {
    response.on("error", () => undefined);
    void answer(message, response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port = typeof address === "object" ? address?.port : undefined;
  return {
    requests,
    access: {
      server: `http://127.0.0.1:${port}`,
      describe: "fake",
      credentials: async () => ({ tls: {} }),
      ...access,
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function read(message: IncomingMessage): Promise<SeenRequest> {
  let body = "";
  for await (const chunk of message) body += String(chunk);
  const url = new URL(message.url ?? "/", "http://fake");
  const { authorization } = message.headers;
  const lines = message.rawHeaders;
  const impersonation = lines.flatMap((name, at) =>
    at % 2 === 0 && name.toLowerCase().startsWith("impersonate-")
      ? [[name, lines[at + 1] ?? ""] as const]
      : [],
  );
  const { method = "" } = message;
  return { method, path: url.pathname, query: url.searchParams, authorization, impersonation, body };
}

export function json(value: unknown, status = 200, headers: Record<string, string> = {}): Handler {
  return (_, response) => {
    response.writeHead(status, { "content-type": "application/json", ...headers });
    response.end(JSON.stringify(value));
  };
}

export function status(
  code: number,
  reason: string,
  details: object = {},
  headers: Record<string, string> = {},
): Handler {
  const body = {
    kind: "Status",
    apiVersion: "v1",
    status: "Failure",
    message: `it is ${reason}`,
    reason,
    code,
    details,
  };
  return json(body, code, headers);
}

/** Breaks the connection without an answer. */
export const reset: Handler = (_, response) => void response.socket?.resetAndDestroy();

/** Writes the lines and keeps the answer open, unless `end`. */
export function stream(lines: (object | string)[], end?: "end" | "reset"): Handler {
  return (_, response) => {
    response.writeHead(200, { "content-type": "application/json" });
    response.flushHeaders();
    for (const line of lines) response.write(typeof line === "string" ? line : `${JSON.stringify(line)}\n`);
    if (end === "end") response.end();
    if (end === "reset") setImmediate(() => response.socket?.resetAndDestroy());
  };
}
