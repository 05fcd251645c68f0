import { type Logger, pino } from "pino";
import pretty from "pino-pretty";
import type { Config } from "./settings.ts";

/** The operator's log, on standard output: one JSON object a line, or readable lines on a terminal. */
export function createLog(
  { logLevel, logFormat }: Pick<Config, "logLevel" | "logFormat">,
  isTerminal: boolean,
): Logger {
  const readable = logFormat === "pretty" || (logFormat === "auto" && isTerminal);
  const options = { level: logLevel, base: null, timestamp: pino.stdTimeFunctions.isoTime };
  if (!readable) return pino({ ...options, formatters: { level: (level) => ({ level }) } });
  return pino(options, pretty({ colorize: isTerminal, sync: true, translateTime: "SYS:HH:MM:ss.l" }));
}
