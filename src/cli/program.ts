import { Command, CommanderError } from "commander";
import type { Context } from "./context.ts";
import { explainError } from "./errors.ts";
import { EXIT, type ExitCode } from "./exit-codes.ts";
import { addGlobalOptions } from "./options.ts";
import { VERBS } from "./verbs.ts";

/** The whole command line, as kubectl's plugin `kubectl batchtask`. */
export function createProgram(context: Context): Command {
  const program = addGlobalOptions(new Command("kubectl batchtask"))
    .description("BatchTasks: Jobs within guardrails, with results that stay")
    .helpCommand("help [verb]", "help for one verb")
    .showHelpAfterError("See `kubectl batchtask --help`")
    .showSuggestionAfterError();
  for (const verb of VERBS) program.addCommand(verb(context));
  for (const command of everyCommand(program)) configure(command, context);
  return program;
}

/** Runs one command line; resolves with its exit code, and never rejects. */
export async function runProgram(context: Context, args: readonly string[]): Promise<ExitCode> {
  let exitCode: ExitCode = EXIT.Ok;
  const own: Context = { ...context, exit: (code) => void (exitCode = code) };
  try {
    await createProgram(own).parseAsync(args, { from: "user" });
    return exitCode;
  } catch (error) {
    // commander has said what is wrong, or printed the help that was asked for.
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.Ok : EXIT.Usage;
    if (context.signal.aborted) return EXIT.Interrupted;
    const explained = explainError(error);
    context.stderr.write(`error: ${explained.line}\n`);
    return explained.exitCode;
  }
}

function configure(command: Command, context: Context): void {
  command
    .exitOverride()
    .configureHelp({ showGlobalOptions: true, helpWidth: context.stdout.columns ?? 100 })
    .configureOutput({
      writeOut: (text) => context.stdout.write(text),
      writeErr: (text) => context.stderr.write(text),
      getOutHelpWidth: () => context.stdout.columns ?? 100,
      getErrHelpWidth: () => context.stderr.columns ?? 100,
    });
}

function everyCommand(command: Command): Command[] {
  return [command, ...command.commands.flatMap(everyCommand)];
}
