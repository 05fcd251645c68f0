import { isRecord } from "./json.ts";

/** A proxy may ask for an hour: its trouble is mostly over sooner. */
const LONGEST_ASKED_MS = 60_000;

/** How long the server asks to wait (Retry-After), in milliseconds; a minute at the most. 0: it asks for nothing. */
export function retryAfterMs(error: unknown): number {
  const seconds = error instanceof ApiError ? (error.retryAfterSeconds ?? 0) : 0;
  return Math.min(seconds * 1000, LONGEST_ASKED_MS);
}

/** One entry of a Status' `details.causes`: which field is wrong, and why. */
export interface StatusCause {
  field?: string;
  reason?: string;
  message?: string;
}

export interface ApiErrorInit {
  status: number;
  /** The answer's body: a metav1.Status as JSON, or any text. */
  body: string;
  method: string;
  path: string;
  /** From the header `Retry-After`, where the Status does not say it. */
  retryAfterSeconds?: number | undefined;
}

/** The API server answered, and refused. */
export class ApiError extends Error {
  /** The HTTP status. */
  readonly status: number;
  /** metav1.Status' reason, such as "AlreadyExists"; "Unknown" where the answer was no Status. */
  readonly reason: string;
  readonly causes: StatusCause[];
  /** How long the server asks to wait at least. */
  readonly retryAfterSeconds: number | undefined;
  readonly method: string;
  readonly path: string;
  /** The API server's own sentence, without method, path and status. */
  readonly detail: string;
  /** The object that the server speaks of (`details.name`). */
  readonly objectName: string | undefined;
  /** Of a list that has expired (410): passed on, the list goes on from where it was, with what is there by now. */
  readonly continue: string | undefined;
  /** An attempt before this one got no answer, and may have been carried out: what is refused now may be its repetition. */
  afterLostAnswer = false;

  constructor(init: ApiErrorInit) {
    const parsed = parseStatus(init.body);
    const detail = parsed.message ?? (init.body.trim().slice(0, 500) || "no message");
    super(`${init.method} ${init.path}: ${init.status} ${parsed.reason ?? "Unknown"}: ${detail}`);
    this.name = "ApiError";
    this.status = init.status;
    this.reason = parsed.reason ?? "Unknown";
    this.causes = parsed.causes;
    this.retryAfterSeconds = parsed.retryAfterSeconds ?? init.retryAfterSeconds;
    this.method = init.method;
    this.path = init.path;
    this.detail = detail;
    this.objectName = parsed.objectName;
    this.continue = parsed.continue;
  }

  /** True for a 404 that means "no such resource type here" (its CRD is not installed), not "no such object". */
  get isMissingResourceType(): boolean {
    return this.status === 404 && this.objectName === undefined;
  }
}

/** No answer: connection refused or reset, a timeout, TLS, or an answer that can't be read. */
export class TransportError extends Error {
  /** The system's or undici's code, such as "ECONNREFUSED" or "UND_ERR_HEADERS_TIMEOUT"; of a proxy its status: "PROXY_407". */
  readonly code: string;
  /** False if the server can't have seen the request; true if it may have acted on it. */
  readonly maybeSent: boolean;

  constructor(message: string, init: { code: string; maybeSent: boolean; cause?: unknown }) {
    super(message, { cause: init.cause });
    this.name = "TransportError";
    this.code = init.code;
    this.maybeSent = init.maybeSent;
  }
}

/** The way to the cluster can't be worked out: a kubeconfig or ServiceAccount file is missing or wrong. */
export class AccessError extends Error {
  override readonly name = "AccessError";
  /** The next step, where it is another one than to name a kubeconfig. */
  readonly fix: string | undefined;

  constructor(message: string, init: { cause?: unknown; fix?: string } = {}) {
    super(message, { cause: init.cause });
    this.fix = init.fix;
  }
}

/** This process must not act (any more): it does not hold the lease. Nothing was sent. */
export class FencedError extends Error {
  override readonly name = "FencedError";
}

/** Whether the request may have been carried out all the same: its answer was lost, or that of an attempt before it. */
export function mayBeDone(error: unknown): boolean {
  if (error instanceof ApiError) return error.status >= 500 || error.afterLostAnswer;
  return error instanceof TransportError && error.maybeSent;
}

/**
 * What to do about a failed reconcile:
 * - Transient: the same attempt may succeed later (network, 401, 408, 410, 429, 5xx, aborted, fenced);
 * - Conflict: what was decided upon has changed (409, 404 of an object, a patch with another uid); read again soon;
 * - Terminal: no repetition heals it (invalid, forbidden, missing resource type, a bug).
 */
export type ErrorKind = "Transient" | "Conflict" | "Terminal";

const transientStatus = new Set([401, 408, 410, 429]);

export function errorKind(error: unknown): ErrorKind {
  if (error instanceof ApiError) return kindOfStatus(error);
  if (error instanceof TransportError || error instanceof AccessError) return "Transient";
  if (error instanceof FencedError) return "Transient";
  if (error instanceof Error && (error.name === "AbortError" || error.name === "TimeoutError"))
    return "Transient";
  return "Terminal";
}

function kindOfStatus(error: ApiError): ErrorKind {
  // A patch that names another object's uid is refused as a change of an immutable field.
  if (error.status === 422 && error.causes.some(({ field }) => field === "metadata.uid")) return "Conflict";
  if (error.status === 409 || (error.status === 404 && !error.isMissingResourceType)) return "Conflict";
  return error.status >= 500 || transientStatus.has(error.status) ? "Transient" : "Terminal";
}

interface ParsedStatus {
  message?: string | undefined;
  reason?: string | undefined;
  causes: StatusCause[];
  retryAfterSeconds?: number | undefined;
  objectName?: string | undefined;
  continue?: string | undefined;
}

function parseStatus(body: string): ParsedStatus {
  const status = parseRecord(body);
  if (status["kind"] !== "Status") return { causes: [] };
  const details = isRecord(status["details"]) ? status["details"] : {};
  const metadata = isRecord(status["metadata"]) ? status["metadata"] : {};
  const retryAfter = details["retryAfterSeconds"];
  return {
    message: text(status["message"]),
    reason: text(status["reason"]),
    causes: Array.isArray(details["causes"]) ? details["causes"].filter(isRecord).map(toCause) : [],
    retryAfterSeconds: typeof retryAfter === "number" ? retryAfter : undefined,
    objectName: text(details["name"]),
    continue: text(metadata["continue"]),
  };
}

function toCause(cause: Record<string, unknown>): StatusCause {
  const { field, reason, message } = cause;
  return {
    ...(typeof field === "string" && { field }),
    ...(typeof reason === "string" && { reason }),
    ...(typeof message === "string" && { message }),
  };
}

function parseRecord(body: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(body);
    return isRecord(value) ? value : {};
  } catch {
    return {};
  }
}

const text = (value: unknown): string | undefined =>
  typeof value === "string" && value !== "" ? value : undefined;
