import { type CliError, inputError } from "../errors.ts";

/** Of files in which there is no BatchTask; `kinds` that are there instead. */
export function noTask(kinds: readonly string[] = []): CliError {
  const others = [...new Set(kinds)].join(", ");
  return inputError(
    `there is no BatchTask in these files${others === "" ? "" : `, but ${others}`}`,
    "A Job becomes one by `kubectl batchtask convert -f FILE`",
  );
}
