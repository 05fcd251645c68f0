import type { Command } from "commander";
import { formed } from "../../form/checks/text.ts";
import { usageError } from "../errors.ts";

/** How many words of the command line stand behind --, which commander takes out of it. */
export function wordsBehindDashes(command: Command): number {
  const root: object = command.parent ?? command;
  const raw: unknown = "rawArgs" in root ? root.rawArgs : [];
  if (!Array.isArray(raw)) return 0;
  const at = raw.indexOf("--");
  return at < 0 ? 0 : raw.length - at - 1;
}

/** A variable of a container, as --env has it. @throws CliError */
export function variable(text: string): { name: string; value: string } {
  const at = text.indexOf("=");
  if (at < 1) throw usageError(`--env ${text}: not a variable`, "Give it as NAME=VALUE");
  const name = text.slice(0, at);
  if (formed("envName").isWrong(name, undefined))
    throw usageError(`--env ${text}: the name ${name} has other characters than printable ASCII`);
  return { name, value: text.slice(at + 1) };
}
