import { type Logger, silentLogger } from "../../../src/kube/log.ts";

/** A log that keeps the words of its warnings. */
export function warningLog(): { lines: string[]; log: Logger } {
  const lines: string[] = [];
  const log = { ...silentLogger, warn: (_: object, text: string) => void lines.push(text) };
  return { lines, log: { ...log, child: () => log } };
}
