import type { Command } from "commander";
import type { GlobalOptions } from "../options.ts";
import { optionsOf, placeOf } from "./position.ts";

/** What a shell should do beyond the candidates: cobra's ShellCompDirective, which kubectl understands. */
const NO_FILES = 4;
const FILES = 0;

export interface Completion {
  /** Each with its description after a tab, as cobra has it. */
  candidates: string[];
  directive: number;
}

/** Options whose values are asked for, by their names. */
const NAMED = ["namespace", "context", "cluster", "user"] as const;

/** Values that are asked of the cluster or its kubeconfig. */
export type Asked = "task" | "policy" | (typeof NAMED)[number];
export type Ask = (what: Asked, options: GlobalOptions) => Promise<string[]>;

/**
 * What the last word may become: verbs, flags, values of flags, and live names.
 * @param words of the command line after `batchtask`, the last of them not finished
 */
export async function complete(program: Command, words: readonly string[], ask: Ask): Promise<Completion> {
  const last = words.at(-1) ?? "";
  const { command, option, given } = placeOf(program, words.slice(0, -1));
  const options = globalsIn(words);
  if (option) return await valuesOf(option.attributeName(), option.argChoices, { last, options, ask });
  if (last.startsWith("-")) return only(flagsOf(command), last);
  const verbs = given.length === 0 ? command.commands.filter((one) => one.name() !== "help") : [];
  if (verbs.length > 0)
    return only(
      verbs.map((one) => `${one.name()}\t${one.summary() || one.description()}`),
      last,
    );
  return await argumentsOf(command, given.length, { last, options, ask });
}

async function argumentsOf(
  command: Command,
  at: number,
  { last, options, ask }: Asking,
): Promise<Completion> {
  const { registeredArguments } = command;
  const argument = registeredArguments[at] ?? registeredArguments.find(({ variadic }) => variadic);
  if (argument?.argChoices) return only(argument.argChoices, last);
  const asked = argument && NAMED_ARGUMENTS.get(argument.name());
  return asked ? only(await ask(asked, options), last) : NOTHING;
}

/** What verbs call their arguments that are names of tasks and policies. */
const NAMED_ARGUMENTS: ReadonlyMap<string, Asked> = new Map([
  ["name", "task"],
  ["names", "task"],
  ["policy", "policy"],
]);

const NOTHING: Completion = { candidates: [], directive: FILES };

interface Asking {
  last: string;
  options: GlobalOptions;
  ask: Ask;
}

async function valuesOf(
  option: string,
  choices: readonly string[] | undefined,
  { last, options, ask }: Asking,
): Promise<Completion> {
  if (choices) return only(choices, last);
  const named = NAMED.find((one) => one === option);
  return named ? only(await ask(named, options), last) : NOTHING;
}

function flagsOf(command: Command): string[] {
  return optionsOf(command).map((option) => `${option.long ?? option.short ?? ""}\t${option.description}`);
}

function only(candidates: readonly string[], prefix: string): Completion {
  return { candidates: candidates.filter((one) => one.startsWith(prefix)).toSorted(), directive: NO_FILES };
}

/** Options that choose the cluster, from words that may not be a whole command line yet. */
function globalsIn(words: readonly string[]): GlobalOptions {
  const valueOf = (...flags: string[]) =>
    words
      .map((word, at) => {
        const flag = flags.find((one) => word === one || word.startsWith(`${one}=`));
        if (flag === undefined) return undefined;
        return word === flag ? words[at + 1] : word.slice(flag.length + 1);
      })
      .findLast((value) => value !== undefined && value !== "" && !value.startsWith("-"));
  const given = {
    kubeconfig: valueOf("--kubeconfig"),
    context: valueOf("--context"),
    cluster: valueOf("--cluster"),
    user: valueOf("--user"),
    namespace: valueOf("-n", "--namespace"),
    as: valueOf("--as"),
  };
  return {
    ...Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)),
    color: false,
    requestTimeout: LIVE_TIMEOUT_MS,
  };
}

/** Nobody waits longer for a list of names. */
const LIVE_TIMEOUT_MS = 2000;

/** As cobra's `__complete` prints it. */
export function completionText({ candidates, directive }: Completion): string {
  return [...candidates, `:${directive}`].map((line) => `${line}\n`).join("");
}
