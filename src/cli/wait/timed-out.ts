import type { BatchTask } from "../../api/batchtask.ts";
import { CliError } from "../errors.ts";
import { EXIT } from "../exit-codes.ts";
import { readyOrUnseen } from "../view/lifecycle.ts";

/** The task that is waited for, as it is now. @throws CliError where it was deleted */
export function still(asked: BatchTask, found: BatchTask | undefined): BatchTask {
  if (found?.metadata.uid === asked.metadata.uid) return found;
  const what = found ? "was deleted and made anew" : "was deleted";
  throw new CliError(`BatchTask ${asked.metadata.name} ${what} while it was waited for`, EXIT.Refused);
}

/** Past the timeout: which tasks are open and, of a single one, what it is at. */
export function timedOut(open: readonly BatchTask[], timeoutMs: number): CliError {
  const [first] = open;
  const names = open.map(({ metadata, status }) => `${metadata.name} (${status?.phase ?? "Pending"})`);
  const message = open.length === 1 && first ? readyOrUnseen(first).message : "";
  return new CliError(
    `timed out after ${timeoutMs / 1000}s waiting for ${names.join(", ")}${message && `: ${message}`}`,
    EXIT.TimedOut,
    open.some(({ status }) => status?.phase === undefined)
      ? "See `kubectl batchtask check`: it says whether an operator runs"
      : `See \`kubectl batchtask explain ${first?.metadata.name} -n ${first?.metadata.namespace}\``,
  );
}
