import { type Command, Option } from "commander";
import { usageError } from "../errors.ts";

/** Who says what would happen; none: it happens. */
export type DryRun = "none" | "client" | "server";

/** --dry-run of `run`, which knows client, too. */
export function addDryRun(command: Command): Command {
  return command.addOption(
    new Option(
      "--dry-run <how>",
      "server: the API server says what would happen, and changes nothing; client, with NAME: no cluster is asked, and -o yaml prints the task",
    )
      .argParser(dryRunOf)
      .default("none"),
  );
}

function dryRunOf(how: string): DryRun {
  if (how === "server" || how === "none" || how === "client") return how;
  throw usageError(`--dry-run=${how}: only client, server and none are known`);
}
