import type { Command } from "commander";
import { addTimeoutOption } from "../change.ts";

/** Options of verbs that start runs and may see them through. */
export interface WaitOptions {
  wait?: true;
  logs?: true;
  /** Of logs: also for pods that can't start. */
  keepWaiting?: true;
  /** Milliseconds; 0: for ever. */
  timeout: number;
}

export function addWaitOptions(command: Command): Command {
  return addTimeoutOption(command)
    .option(
      "--wait",
      "wait until they have ended, and tell each outcome as it comes; exit code 1 where one has not succeeded",
    )
    .option(
      "--logs",
      "wait, and print what the pods write meanwhile, of several tasks at the same time and marked by task; where they can't start for a cause that does not heal by waiting, tell it and exit with 1, while the task goes on",
    )
    .option(
      "--keep-waiting",
      "with --logs: wait on whatever keeps the pods from starting, as --wait and the verb wait do",
    );
}
