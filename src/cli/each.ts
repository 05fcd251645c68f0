import type { Context } from "./context.ts";
import { CliError, explainError } from "./errors.ts";
import { EXIT, type ExitCode } from "./exit-codes.ts";

/** What concerns one of several things alone: with a cluster that does not answer the others would fail as well. */
const OF_ONE: ReadonlySet<ExitCode> = new Set([EXIT.No, EXIT.Input, EXIT.Refused]);

/**
 * Does the same with several things, one after another, as kubectl does: where one fails it is told, and the others are
 * done nevertheless. Resolves with what came of those that went well; the worst exit code is the command's.
 * @param place what is told of one that failed, with its name
 * @throws what concerns all of them; CliError where there is one thing alone
 */
export async function eachOf<T, R>(
  context: Context,
  items: readonly T[],
  place: (item: T, line: string) => string,
  work: (item: T) => Promise<R>,
): Promise<R[]> {
  const done: R[] = [];
  for (const item of items) {
    try {
      done.push(await work(item));
    } catch (error) {
      const placed = (line: string) => place(item, line);
      if (items.length === 1) throw alone(context, error, placed);
      tellFault(context, error, placed);
    }
  }
  return done;
}

/** Tells why one of several things failed. @throws what concerns all of them */
export function tellFault(
  context: Context,
  error: unknown,
  place: (line: string) => string = (line) => line,
): void {
  const { line, exitCode } = explainError(error);
  if (isOfAll(context, exitCode)) throw error;
  context.stderr.write(`error: ${place(line)}\n`);
  context.exit(exitCode);
}

function alone(context: Context, error: unknown, place: (line: string) => string): unknown {
  const { line, exitCode } = explainError(error);
  return isOfAll(context, exitCode) ? error : new CliError(place(line), exitCode);
}

const isOfAll = ({ signal }: Context, exitCode: ExitCode): boolean => signal.aborted || !OF_ONE.has(exitCode);
