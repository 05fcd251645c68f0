import { jsonText } from "../json.ts";
import type { Dispatcher } from "undici";
import type { ClusterAccess, Credentials } from "../access/access.ts";
import type { Clock } from "../clock.ts";
import { ApiError, mayBeDone } from "../errors.ts";
import type { TransportMetrics } from "../metrics.ts";
import { type AgentLimits, createAgents } from "./agents.ts";
import { toTransportError } from "./failure.ts";
import type { Gate } from "./gate.ts";
import { defaultRetryPolicy, type Replay, type RetryPolicy, retryDelay } from "./retry.ts";

export type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

export interface ApiRequest {
  method: Method;
  /** Absolute, without the server and without a query. */
  path: string;
  query?: Record<string, string | number | boolean | undefined> | undefined;
  /** Sent as JSON. */
  body?: unknown;
  /** Default: application/json. */
  contentType?: string | undefined;
  /** Default: "always" for GET, "unsent" for anything else. */
  replay?: Replay;
  signal?: AbortSignal | undefined;
}

export interface ApiResponse {
  status: number;
  text: string;
  /** The text of each `Warning` header. */
  warnings: string[];
}

/** HTTP to one API server: shared connections, credentials, retry. */
export interface Transport {
  /**
   * Resolves with a 2xx or 3xx answer. Rejects with ApiError (refused), TransportError (no answer), AccessError
   * (no credentials), FencedError (it must not leave), or the signal's reason. What may be repeated is repeated first; a 401 leads to one attempt
   * with credentials read anew.
   */
  request(request: ApiRequest): Promise<ApiResponse>;
  /** As `request`, but resolves with the open body once the headers are there, and repeats nothing but a 401. */
  stream(request: ApiRequest): Promise<AsyncIterable<Uint8Array>>;
  /** Breaks all connections and requests. */
  close(): Promise<void>;
}

export interface TransportOptions {
  access: ClusterAccess;
  clock: Clock;
  /** In [0, 1). */
  random: () => number;
  userAgent?: string;
  metrics?: TransportMetrics;
  retry?: Partial<RetryPolicy>;
  limits?: Partial<AgentLimits>;
  /** Asked as the first byte of a request that may write is about to leave; what it throws rejects the request. */
  gate?: Gate | undefined;
  /** Told the `Date` header of each answer as it comes. Must not throw. */
  onDate?: (date: string | undefined) => void;
}

export const DEFAULT_LIMITS: AgentLimits = {
  connectTimeoutMs: 10_000,
  headersTimeoutMs: 30_000,
  // Longer than the API server lets a request take (--request-timeout, a minute): a write may wait for slow webhooks.
  writeTimeoutMs: 70_000,
  bodyTimeoutMs: 30_000,
  connections: 64,
};

export function createTransport(options: TransportOptions): Transport {
  const { access, clock, metrics = {} } = options;
  const policy = { ...defaultRetryPolicy, ...options.retry };
  const limits = { ...DEFAULT_LIMITS, ...options.limits };
  const agents = createAgents(limits, { gate: options.gate, proxy: access.proxy });
  const host = new URL(access.server).host;
  const way = access.proxy ? ` through the proxy ${access.proxy.origin}` : "";

  /** One HTTP exchange. Resolves with any status. */
  async function send(req: ApiRequest, kind: "requests" | "watches", as: Credentials): Promise<Answer> {
    req.signal?.throwIfAborted();
    const started = clock.monotonic();
    let code = "<error>";
    try {
      const { origin, pathname, search } = new URL(url(access.server, req));
      const answer = await agents.get(as.tls)[kind].request({
        origin,
        path: pathname + search,
        headersTimeout: req.method === "GET" ? limits.headersTimeoutMs : limits.writeTimeoutMs,
        method: req.method,
        headers: { ...as.impersonation, ...headers(req, as.authorization, options.userAgent) },
        body: req.body === undefined ? null : jsonText(req.body),
        signal: req.signal ?? null,
      });
      code = String(answer.statusCode);
      options.onDate?.(dateOf(answer));
      metrics.duration?.({ method: req.method, host }, (clock.monotonic() - started) / 1000);
      return answer;
    } finally {
      metrics.request?.({ code, method: req.method, host });
    }
  }

  /** `send`, once more with new credentials after a 401; rejects for a status of 400 and above. */
  async function exchange(req: ApiRequest, kind: "requests" | "watches"): Promise<Answer> {
    try {
      req.signal?.throwIfAborted();
      const credentials = await access.credentials();
      let answer = await send(req, kind, credentials);
      if (answer.statusCode === 401) {
        await answer.body.dump();
        answer = await send(req, kind, await access.credentials(credentials));
      }
      if (answer.statusCode >= 400) throw await refusal(req, answer);
      return answer;
    } catch (error) {
      throw named(error, req, way);
    }
  }

  async function once(req: ApiRequest): Promise<ApiResponse> {
    const answer = await exchange(req, "requests");
    try {
      const text = await answer.body.text();
      return { status: answer.statusCode, text, warnings: warningsOf(answer) };
    } catch (error) {
      throw named(error, req, way);
    }
  }

  async function withRetry(req: ApiRequest): Promise<ApiResponse> {
    const replay = req.replay ?? (req.method === "GET" ? "always" : "unsent");
    let isLost = false;
    for (let attempts = 1; ; attempts += 1) {
      try {
        return await once(req);
      } catch (error) {
        isLost = afterLost(error, isLost);
        const delay = retryDelay({ error, attempts, replay }, policy, options.random);
        if (delay === undefined || req.signal?.aborted) throw error;
        metrics.retry?.({ code: codeOf(error), method: req.method, host });
        await clock.sleep(delay, req.signal);
      }
    }
  }

  return {
    request: withRetry,
    stream: async (req) => (await exchange(req, "watches")).body,
    close: () => agents.destroy(),
  };
}

type Answer = Dispatcher.ResponseData;

function url(server: string, req: ApiRequest): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(req.query ?? {})) {
    if (value !== undefined) query.set(name, String(value));
  }
  return `${server}${req.path}${query.size > 0 ? `?${query.toString()}` : ""}`;
}

function headers(
  req: ApiRequest,
  authorization: string | undefined,
  userAgent?: string,
): Record<string, string> {
  return {
    accept: "application/json",
    ...(authorization && { authorization }),
    ...(userAgent && { "user-agent": userAgent }),
    ...(req.body !== undefined && { "content-type": req.contentType ?? "application/json" }),
  };
}

async function refusal(req: ApiRequest, answer: Answer): Promise<ApiError> {
  const retryAfter = Number(answer.headers["retry-after"]);
  return new ApiError({
    status: answer.statusCode,
    body: await answer.body.text(),
    method: req.method,
    path: req.path,
    retryAfterSeconds: Number.isFinite(retryAfter) ? retryAfter : undefined,
  });
}

const OURS = ["ApiError", "AccessError", "TransportError", "FencedError"];

/** An abort by the caller stays what it is; our own errors, too; anything else is the connection's. */
function named(error: unknown, req: ApiRequest, way: string): unknown {
  if (req.signal?.aborted) return req.signal.reason;
  const ours = error instanceof Error && OURS.includes(error.name);
  return ours ? error : toTransportError(error, `${req.method} ${req.path}${way}`);
}

function dateOf({ headers: { date } }: Answer): string | undefined {
  return typeof date === "string" ? date : undefined;
}

/** RFC 9111's `299 - "text"`, as the API server writes it. */
function warningsOf(answer: Answer): string[] {
  const header = answer.headers["warning"];
  const lines = typeof header === "string" ? [header] : (header ?? []);
  return lines
    .flatMap((line) => [...line.matchAll(/\d{3} \S+ "((?:[^"\\]|\\.)*)"/g)])
    .map((match) => (match[1] ?? "").replaceAll(/\\(.)/g, "$1"));
}

/** Marks an answer that comes after one that was lost. True: the request may have been carried out by now. */
function afterLost(error: unknown, isLost: boolean): boolean {
  if (error instanceof ApiError) error.afterLostAnswer = isLost;
  return isLost || mayBeDone(error);
}

const codeOf = (error: unknown): string => (error instanceof ApiError ? String(error.status) : "<error>");
