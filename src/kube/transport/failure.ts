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
]);

/** What undici or a socket threw, as a TransportError that names the request. */
export function toTransportError(error: unknown, what: string): TransportError {
  const code = codeOf(error);
  const detail = messageOf(error);
  const maybeSent = !unsentCodes.has(code) && !/CERT|ALTNAME|SIGNATURE/.test(code);
  return new TransportError(`${what}: no answer (${code}): ${detail}`, { code, maybeSent, cause: error });
}

function codeOf(error: unknown): string {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  return typeof code === "string" ? code : "UNKNOWN";
}

function messageOf(error: unknown): string {
  // Node wraps the refusals of several addresses (::1, 127.0.0.1) in an AggregateError without a message.
  if (error instanceof AggregateError) return error.errors.map(messageOf).join("; ");
  return error instanceof Error ? error.message : String(error);
}
