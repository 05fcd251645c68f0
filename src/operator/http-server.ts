import { createServer, type IncomingMessage, type Server } from "node:http";

/** What the probes and the scraper ask for. A probe gives undefined when all is well, else what is not. */
export interface Endpoints {
  healthz: () => string | undefined;
  readyz: () => string | undefined;
  metrics: () => Promise<{ contentType: string; body: string }>;
}

interface Answer {
  status: number;
  contentType: string;
  body: string;
}

const text = (status: number, body: string): Answer => ({
  status,
  contentType: "text/plain; charset=utf-8",
  body: `${body}\n`,
});
const probe = (problem: string | undefined) => (problem === undefined ? text(200, "ok") : text(503, problem));

/** Whoever connects is not known: nobody keeps a connection for long, or takes so many that no file descriptor is left. */
const LIMITS: ServerLimits = { requestMs: 10_000, checkMs: 5_000, connections: 1024 };

interface ServerLimits {
  /** Longest that a request may take to arrive. */
  requestMs: number;
  /** How often that is looked at. */
  checkMs: number;
  /** More are closed at once. */
  connections: number;
}

/**
 * Serves /healthz, /readyz and /metrics until closed, in plain HTTP and to anybody that can connect: nothing in
 * them is secret (docs/decisions/0005-metrics.md). No request ends the process, however it is made.
 */
export async function serve(
  endpoints: Endpoints,
  { host, port, limits = LIMITS }: { host: string; port: number; limits?: ServerLimits },
): Promise<{ port: number; close: () => Promise<void> }> {
  const { requestMs, checkMs, connections } = limits;
  const timeouts = {
    headersTimeout: requestMs,
    requestTimeout: requestMs,
    connectionsCheckingInterval: checkMs,
  };
  const server = createServer(timeouts, (request, response) => {
    void answer(endpoints, request)
      .catch((error: unknown) => text(500, error instanceof Error ? error.message : String(error)))
      .then(({ status, contentType, body }) =>
        // Not kept alive: one that is closed for its idleness as the next request arrives is a failed probe.
        response.writeHead(status, { "content-type": contentType, connection: "close" }).end(body),
      );
  });
  server.maxConnections = connections;
  await listen(server, host, port);
  const address = server.address();
  return { port: typeof address === "object" && address ? address.port : port, close: () => close(server) };
}

async function answer(endpoints: Endpoints, { method, url = "" }: IncomingMessage): Promise<Answer> {
  if (method !== "GET" && method !== "HEAD") return text(405, "Not allowed: there is only GET and HEAD");
  // Not parsed as a URL: a path such as "//" is none, and would throw.
  switch (url.replace(/\?.*/s, "")) {
    case "/healthz":
      return probe(endpoints.healthz());
    case "/readyz":
      return probe(endpoints.readyz());
    case "/metrics":
      return { status: 200, ...(await endpoints.metrics()) };
    default:
      return text(404, "Not found: try /healthz, /readyz or /metrics");
  }
}

function listen(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, () => {
      server.off("error", reject);
      resolve();
    });
  });
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
