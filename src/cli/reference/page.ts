import type { Command, Option } from "commander";
import { code, page, table } from "../../crd/docs/markdown.ts";
import { EXIT_CODES } from "../exit-codes.ts";

/** docs/reference/cli.md, from the program as it is. */
export function cliPage(program: Command): string {
  return page(
    "kubectl batchtask",
    `${program.description()}. \`kubectl batchtask VERB --help\` says the same in a terminal.`,
    "## Options of every verb",
    optionTable(program.options),
    ...program.commands.filter(isShown).flatMap((command) => section(command, "kubectl batchtask")),
    "## Exit codes",
    table(
      ["code", "meaning"],
      EXIT_CODES.map(({ code, meaning }) => [String(code), meaning]),
    ),
  );
}

function section(command: Command, above: string): string[] {
  const name = `${above} ${command.name()}`;
  const below = command.commands.filter(isShown).flatMap((one) => section(one, name));
  if (below.length > 0) return below;
  const words = command.registeredArguments.map((argument) => {
    const shown = argument.variadic ? `${argument.name()}...` : argument.name();
    return argument.required ? `<${shown}>` : `[${shown}]`;
  });
  const usage = [name, ...(command.options.length > 0 ? ["[options]"] : []), ...words].join(" ");
  const described = command.registeredArguments.filter(({ description }) => description !== "");
  return [
    `## ${name}`,
    sentence(command.description()),
    `\`\`\`text\n${usage}\n\`\`\``,
    ...(described.length > 0
      ? [
          table(
            ["argument", "meaning"],
            described.map((one) => [code(one.name()), meaningOf(one)]),
          ),
        ]
      : []),
    ...(command.options.length > 0 ? [optionTable(command.options)] : []),
  ];
}

function optionTable(options: readonly Option[]): string {
  return table(
    ["option", "meaning"],
    options.filter(({ hidden }) => !hidden).map((option) => [code(option.flags), meaningOf(option)]),
  );
}

function meaningOf({ description, argChoices }: { description: string; argChoices?: string[] }): string {
  const choices = argChoices ? `: ${argChoices.map(code).join(", ")}` : "";
  return sentence(`${description}${choices}`);
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}

const isShown = (command: Command): boolean => command.name() !== "help";
