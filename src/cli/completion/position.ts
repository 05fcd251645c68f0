import type { Command, Option } from "commander";

/** What the word to be completed is. */
export interface CommandPosition {
  /** The verb that the words before lead to. */
  command: Command;
  /** The option whose value it is. */
  option: Option | undefined;
  /** Positional arguments of the verb that are there already. */
  given: string[];
}

/** Walks the words before the one to be completed, as the parser will. Pure. */
export function placeOf(program: Command, before: readonly string[]): CommandPosition {
  let place: CommandPosition = { command: program, option: undefined, given: [] };
  let onlyArguments = false;
  for (const word of before) {
    const isValue = place.option && !(place.option.optional && word.startsWith("-"));
    if (isValue) place = { ...place, option: undefined };
    else if (!onlyArguments && word === "--") {
      onlyArguments = true;
      place = { ...place, option: undefined };
    } else if (!onlyArguments && word.startsWith("-"))
      place = { ...place, option: waiting(place.command, word) };
    else place = step(place, word);
  }
  return place;
}

function step({ command, given }: CommandPosition, word: string): CommandPosition {
  const next = given.length === 0 ? command.commands.find((one) => one.name() === word) : undefined;
  return next
    ? { command: next, option: undefined, given: [] }
    : { command, option: undefined, given: [...given, word] };
}

/** The option that takes the next word as its value. */
function waiting(command: Command, word: string): Option | undefined {
  if (word.includes("=")) return undefined;
  return optionsOf(command).find(
    (option) => (option.long === word || option.short === word) && takesValue(option),
  );
}

/** Those of the verb and of all above it. */
export function optionsOf(command: Command): Option[] {
  const above = command.parent ? optionsOf(command.parent) : [];
  return [...command.options, ...above].filter(({ hidden }) => !hidden);
}

export const takesValue = (option: Option): boolean => option.required || option.optional;
