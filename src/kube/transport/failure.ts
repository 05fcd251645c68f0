import { TransportError } from "../errors.ts";

/** Failures while connecting: the server has not seen a byte of the request. */
const unsentCodes = new Set([
  "ECONNREFUSED",
  "ENOTFOUND",
  "EAI_AGAIN",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "UND_ERR_CONNECT_TIMEOUT",
  "UND_ERR_DESTROYED",
  "UND_ERR_CLOSED",
  "UND_ERR_INVALID_ARG",
  "UND_ERR_PRX_CONN",
  "UND_ERR_PRX_TLS",
]);

/** How undici says that a proxy has refused to connect to the server. */
const REFUSED_BY_PROXY = /^Proxy response \((\d+)\) !== 200/;

/** What undici or a socket threw, as a TransportError that names the request. */
export function toTransportError(error: unknown, what: string): TransportError {
  const code = codeOf(error);
  const detail = messageOf(error);
  const maybeSent = !unsentCodes.has(code) && !/CERT|ALTNAME|SIGNATURE|^PROXY_/.test(code);
  return new TransportError(`${what}: no answer (${code}): ${detail}`, { code, maybeSent, cause: error });
}

function codeOf(error: unknown): string {
  const status = REFUSED_BY_PROXY.exec(messageOf(error))?.[1];
  if (status !== undefined) return `PROXY_${status}`;
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  return typeof code === "string" ? code : "UNKNOWN";
}

function messageOf(error: unknown): string {
  // Node wraps the refusals of several addresses (::1, 127.0.0.1) in an AggregateError without a message.
  if (error instanceof AggregateError) return error.errors.map(messageOf).join("; ");
  return error instanceof Error ? error.message : String(error);
}
