import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { answerApi } from "./api.ts";
import { answerFile } from "./files.ts";
import { checkHost, pathWithin, SAFE_HEADERS } from "./guard.ts";
import { createHub } from "./hub.ts";
import { awaitIdle } from "./idle.ts";
import { json } from "./json.ts";
import { explained } from "./refusal.ts";
import { createSession } from "./session.ts";
import { LIMITS, type PageServerOptions, type World } from "./world.ts";

/** Characters of a path that nobody guesses: 128 bits. */
const BASE_LENGTH = 22;
/** Longest that a request may take to arrive, in milliseconds. */
const REQUEST_MS = 10_000;

export interface PageServer {
  /** Where to open it, with the token: once. */
  url: string;
  port: number;
  /** Resolves after an hour without a reader. Never rejects. */
  idle: Promise<void>;
  close: () => Promise<void>;
}

/** Serves the page on 127.0.0.1 until closed. Rejects where the port is taken. */
export async function servePage(options: PageServerOptions): Promise<PageServer> {
  const { cluster, clock, secret } = options;
  const limits = { ...LIMITS, ...options.limits };
  const stop = new AbortController();
  const token = secret();
  const hub = createHub({
    ...cluster,
    sleep: (ms, signal) => clock.sleep(ms, signal),
    graceMs: limits.graceMs,
  });
  let touched = clock.monotonic();
  const touch = () => {
    touched = clock.monotonic();
  };
  const timeouts = { headersTimeout: REQUEST_MS, requestTimeout: REQUEST_MS };
  const server = createServer({ ...timeouts, maxHeaderSize: 16_384 });
  server.maxConnections = limits.connections;
  await listen(server, options.port);
  const port = portOf(server);
  const session = createSession({ token, cookie: secret(), port });
  const base = `/${secret().slice(0, BASE_LENGTH)}/`;
  const open = { streams: 0, logs: 0 };
  const world: World = { ...options, limits, hub, session, port, base, open, touch };
  server.on("request", (request, response) => void handle(world, request, response));
  // While the browser starts, the tasks are read.
  hub.warm();
  const readers = () => hub.readers + world.open.logs;
  return {
    url: `http://127.0.0.1:${port}${base}?token=${token}`,
    port,
    idle: awaitIdle({ clock, idleMs: limits.idleMs, readers, touched: () => touched, touch }, stop.signal),
    async close() {
      stop.abort();
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await Promise.all([closed, hub.close()]);
    },
  };
}

async function handle(world: World, request: IncomingMessage, response: ServerResponse): Promise<void> {
  for (const [name, value] of Object.entries(SAFE_HEADERS)) response.setHeader(name, value);
  try {
    checkHost(request.headers, world.port);
    const url = pathWithin(request.url ?? "", world.base);
    request.url = url;
    if (url.startsWith("/api/")) await answerApi(world, request, response);
    else answerFile(world, request, response);
  } catch (error) {
    if (response.headersSent) response.destroy();
    else refuse(world, request, response, error);
  }
}

function refuse(
  { cluster }: World,
  { url = "" }: IncomingMessage,
  response: ServerResponse,
  error: unknown,
): void {
  const { status, message, hint } = explained(error, cluster);
  // What is left of a body that was not read must not be taken for the next request.
  response.setHeader("connection", "close");
  if (!url.startsWith("/api/")) {
    response.setHeader("content-type", "text/plain; charset=utf-8");
    response.writeHead(status).end(`${message}${hint === undefined ? "" : `. ${hint}`}\n`);
    return;
  }
  json(response, status, { error: { message, ...(hint !== undefined && { hint }) } });
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", () => {
      server.off("error", reject);
      resolve();
    });
  });
}

function portOf(server: Server): number {
  const address = server.address();
  return typeof address === "object" && address ? address.port : 0;
}
