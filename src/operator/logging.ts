import { type Logger, pino, stdSerializers } from "pino";
import pretty from "pino-pretty";
import { AccessError, ApiError, TransportError } from "../kube/errors.ts";
import type { Config } from "./settings.ts";

/** The operator's log, on standard output: one JSON object a line, or readable lines on a terminal. */
export function createLog(
  { logLevel, logFormat }: Pick<Config, "logLevel" | "logFormat">,
  isTerminal: boolean,
): Logger {
  const readable = logFormat === "pretty" || (logFormat === "auto" && isTerminal);
  const serializers = { err: describeError };
  const options = { level: logLevel, base: null, timestamp: pino.stdTimeFunctions.isoTime, serializers };
  if (!readable) return pino({ ...options, formatters: { level: (level) => ({ level }) } });
  return pino(options, pretty({ colorize: isTerminal, sync: true, translateTime: "SYS:HH:MM:ss.l" }));
}

/** What the world does wrong needs no stack; what the operator does wrong does. */
function describeError(error: unknown): unknown {
  if (error instanceof ApiError)
    return { type: error.name, status: error.status, reason: error.reason, message: error.message };
  if (error instanceof TransportError) return { type: error.name, code: error.code, message: error.message };
  if (error instanceof AccessError) return { type: error.name, message: error.message };
  return error instanceof Error ? stdSerializers.err(error) : error;
}
