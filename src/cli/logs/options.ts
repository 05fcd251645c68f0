import { type Command, Option } from "commander";
import { usageError } from "../errors.ts";
import { durationMs } from "../options.ts";
import type { Choice } from "./instances.ts";

/** Options of what is read and how it is printed. */
export interface LogOptions extends Choice {
  previous?: true;
  /** Lines from the end of each container. */
  tail?: number;
  /** Milliseconds. */
  since?: number;
  timestamps?: true;
  /** Undefined: where there are several pods. */
  prefix?: boolean;
}

export function addLogOptions(command: Command): Command {
  return command
    .option("-c, --container <name>", "only this container")
    .option("--all-containers", "also init containers that ended well")
    .addOption(
      new Option("--index <n>", "only the pods of this completion index").argParser(whole("--index")),
    )
    .option("-p, --previous", "of containers that were started again: what they wrote before")
    .addOption(
      new Option("--tail <lines>", "only the last lines of each container").argParser(whole("--tail")),
    )
    .addOption(new Option("--since <duration>", "only what is newer, as in 10m").argParser(durationMs))
    .option("--timestamps", "when each line was written")
    .option("--prefix", "mark each line with its index or pod (where there are several)")
    .option("--no-prefix", "never mark lines");
}

function whole(flag: string): (text: string) => number {
  return (text) => {
    if (/^\d+$/.test(text)) return Number(text);
    throw usageError(`${flag} ${text}: give a whole number from 0`);
  };
}
