import { type Command, Option } from "commander";
import { usageError } from "./errors.ts";
import type { Format } from "./output/format.ts";

/** Options of the whole program; every verb takes them, before or after its name, by optsWithGlobals(). */
export interface GlobalOptions {
  kubeconfig?: string;
  context?: string;
  /** True: without a name, of verbs that go by a cluster only where they are told to. */
  cluster?: string | true;
  user?: string;
  namespace?: string;
  as?: string;
  asGroup?: string[];
  asUid?: string;
  /** False: --no-color. */
  color: boolean;
  /** Milliseconds; 0 for none. */
  requestTimeout: number;
}

export function addGlobalOptions(program: Command): Command {
  return (
    program
      .option("--kubeconfig <file>", "the kubeconfig to use (KUBECONFIG, ~/.kube/config)")
      .option("--context <name>", "the context of the kubeconfig to use")
      // Not <name>, for `lint --cluster`: it would take the next flag for a name.
      .option("--cluster [name]", "the cluster of the kubeconfig to use (the context's)")
      .option("--user <name>", "the user of the kubeconfig to use (the context's)")
      .option("-n, --namespace <name>", "the namespace to work in (the context's)")
      .option("--as <user>", "act as this user, or as system:serviceaccount:NAMESPACE:NAME")
      .addOption(
        new Option("--as-group <group>", "act as a member of this group; may be repeated").argParser(collect),
      )
      .option("--as-uid <uid>", "act as the user of this UID")
      .option("--no-color", "no colour, as with NO_COLOR")
      .addOption(
        new Option(
          "--request-timeout <duration>",
          "longest wait for one answer of the API server, as in 30s; 0: no limit",
        )
          .default(30_000, "30s")
          .argParser(durationMs),
      )
      .hook("preAction", (program, verb) => {
        const isNameless = program.opts<GlobalOptions>().cluster === true;
        if (isNameless && !verb.options.some(({ long }) => long === "--cluster"))
          program.error("error: option '--cluster <name>' argument missing");
      })
  );
}

export interface FileOptions {
  filename: string[];
  recursive?: true;
}

/** -f as kubectl has it. */
export function addFileOptions(command: Command): Command {
  return command
    .addOption(
      new Option("-f, --filename <file>", "file, directory, glob, URL, or - for stdin; may be repeated")
        .argParser(collect)
        .default([], "none"),
    )
    .option("-R, --recursive", "also what is in the directories of a directory");
}

/** -o with the formats that a verb knows; without it, `text` or what else the verb prints for people. */
export function addOutputOption(command: Command, formats: readonly Format["kind"][]): Command {
  const names = formats.map((kind) => (kind === "jsonpath" ? "jsonpath=" : kind));
  const option = new Option("-o, --output <format>", "how to print");
  // Not by choices(), which would refuse a template: see formatOf.
  option.argChoices = names;
  return command.addOption(option);
}

export function addSelectorOptions(command: Command): Command {
  return command
    .option("-A, --all-namespaces", "of all namespaces")
    .option("-l, --selector <selector>", "only those with these labels, as in team=data,tier!=test");
}

/** For options that may be given more than once. */
export function collect(value: string, previous: string[] = []): string[] {
  return [...previous, value];
}

const UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** Milliseconds of a Go duration such as 1m30s, or of bare seconds. @throws CliError */
export function durationMs(text: string): number {
  if (/^\d+$/.test(text)) return Number(text) * 1000;
  const parts = [...text.matchAll(/(\d+(?:\.\d+)?)(ms|[smhd])/g)];
  if (parts.length === 0 || parts.map(([part]) => part).join("") !== text)
    throw usageError(`"${text}" is no duration: give seconds, or a number with s, m or h, as in 1m30s`);
  return parts.reduce((sum, [, value = "0", unit = "s"]) => sum + Number(value) * (UNITS[unit] ?? 0), 0);
}
