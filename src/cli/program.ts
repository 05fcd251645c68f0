import { Command, CommanderError } from "commander";
import type { Context } from "./context.ts";
import { explainError } from "./errors.ts";
import { EXIT, EXIT_CODES, type ExitCode, worst } from "./exit-codes.ts";
import { addGlobalOptions } from "./options.ts";
import { VERBS } from "./verbs.ts";

/** The whole command line, as kubectl's plugin `kubectl batchtask`. */
export function createProgram(context: Context): Command {
  const program = addGlobalOptions(new Command("kubectl batchtask"))
    .description("BatchTasks: Jobs within guardrails, with results that stay")
    .helpCommand("help [verb]", "help for one verb")
    .addHelpText("after", () => `\nExit codes:\n${exitCodes()}`)
    .showSuggestionAfterError();
  for (const verb of VERBS) program.addCommand(verb(context));
  for (const command of everyCommand(program)) configure(command, context);
  return program;
}

/** Runs one command line; resolves with its exit code, and never rejects. */
export async function runProgram(context: Context, args: readonly string[]): Promise<ExitCode> {
  let exitCode: ExitCode = EXIT.Ok;
  const own: Context = { ...context, exit: (code) => void (exitCode = worst(exitCode, code)) };
  try {
    if (args[0] === COMPLETE) return await completeWords(own, args.slice(1));
    await createProgram(own).parseAsync(args, { from: "user" });
    return exitCode;
  } catch (error) {
    // commander has said what is wrong, or printed the help that was asked for.
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.Ok : EXIT.Usage;
    if (context.signal.aborted) return EXIT.Interrupted;
    const explained = explainError(error);
    context.stderr.write(`error: ${explained.line}\n`);
    return worst(exitCode, explained.exitCode);
  }
}

function exitCodes(): string {
  return EXIT_CODES.map(({ code, meaning }) => `  ${String(code).padEnd(5)}${meaning}`).join("\n");
}

/** What the scripts of `completion` call, in cobra's form, which kubectl takes of its plugins. */
const COMPLETE = "__complete";

/** Not by commander: the words are a command line that is not finished. */
async function completeWords(context: Context, words: readonly string[]): Promise<ExitCode> {
  const [{ complete, completionText }, { liveNames }] = await Promise.all([
    import("./completion/complete.ts"),
    import("./completion/live.ts"),
  ]);
  const completion = await complete(createProgram(context), words, liveNames(context));
  context.stdout.write(completionText(completion));
  return EXIT.Ok;
}

function configure(command: Command, context: Context): void {
  command
    .exitOverride()
    .configureHelp({ showGlobalOptions: true, helpWidth: context.stdout.columns ?? 100 })
    .configureOutput({
      writeOut: (text) => context.stdout.write(text),
      writeErr: (text) => context.stderr.write(text),
      outputError: (text, write) => write(`${inOneLine(text, command)}\n`),
      getOutHelpWidth: () => context.stdout.columns ?? 100,
      getErrHelpWidth: () => context.stderr.columns ?? 100,
    });
}

/** What people try who know kubectl, and what does it here. */
const OTHER_WORDS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    apply: "`kubectl batchtask run -f FILE`",
    create: "`kubectl batchtask run NAME --image IMAGE`, or `kubectl batchtask run -f FILE`",
    delete: "`kubectl batchtask cancel NAME`, or `kubectl delete batchtask NAME`",
    describe: "`kubectl batchtask explain NAME`",
    edit: "`kubectl edit batchtask NAME`",
    list: "`kubectl batchtask get`",
    status: "`kubectl batchtask explain NAME`",
  }),
);

/** What commander says, and the next step. */
function inOneLine(text: string, command: Command): string {
  const said = text
    .trim()
    .replaceAll(/\s*\n\s*/g, " ")
    .replace(/\.$/, "");
  const word = /unknown command '(\w+)'/.exec(said)?.[1] ?? "";
  const other = OTHER_WORDS.get(word);
  if (other) return `error: unknown command '${word}'. Take ${other}`;
  const takesFiles = command.options.some((option) => option.attributeName() === "filename");
  if (takesFiles && said.includes("too many arguments")) return `${said}. Name files by -f FILE`;
  return `${said}${said.endsWith("?)") ? "" : "."} See \`${fullName(command)} --help\``;
}

function fullName(command: Command): string {
  return command.parent ? `${fullName(command.parent)} ${command.name()}` : command.name();
}

function everyCommand(command: Command): Command[] {
  return [command, ...command.commands.flatMap(everyCommand)];
}
