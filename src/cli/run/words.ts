import type { Command } from "commander";

/** How many words of the command line stand behind --, which commander takes out of it. */
export function wordsBehindDashes(command: Command): number {
  const root: object = command.parent ?? command;
  const raw: unknown = "rawArgs" in root ? root.rawArgs : [];
  if (!Array.isArray(raw)) return 0;
  const at = raw.indexOf("--");
  return at < 0 ? 0 : raw.length - at - 1;
}
