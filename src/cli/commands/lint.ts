import { Command } from "commander";
import type { Context } from "../context.ts";
import { EXIT } from "../exit-codes.ts";
import type { Report } from "../lint/finding.ts";
import { addFileOptions, addOutputOption, type FileOptions, type GlobalOptions } from "../options.ts";
import { formatOf } from "../output/format.ts";
import { styleFor } from "../output/style.ts";
import { addPolicyOptions, type PolicyOptions } from "../policies/options.ts";
import { VERSION } from "../release.ts";
import type { Verb } from "../verb.ts";

const FORMATS = ["text", "json", "sarif", "github"] as const;

type Options = GlobalOptions & FileOptions & PolicyOptions & { output?: string; strict?: true };

/** `lint`: what is wrong with BatchTasks and policies, before anybody applies them. */
export const lint: Verb = (context) =>
  addOutputOption(
    addPolicyOptions(
      addFileOptions(
        new Command("lint").description(
          "find what is wrong with BatchTasks and policies in files; asks no cluster",
        ),
      ),
    ),
    FORMATS,
  )
    .argument("[files...]", "more files, as with -f")
    .option("--strict", "warnings count as errors, too")
    .action(async (files: string[], _options: unknown, command: Command) => {
      const given = command.optsWithGlobals<Options>();
      const options = { ...given, filename: [...given.filename, ...files] };
      const { kind } = formatOf(options.output, FORMATS);
      const { lintFiles } = await import("../lint/files.ts");
      const report = await lintFiles(context, options);
      context.stdout.write(await textOf(context, options, kind, report));
      const counts = report.findings.filter(
        ({ severity }) => severity === "error" || (options.strict && severity === "warning"),
      );
      if (counts.length > 0) context.exit(EXIT.No);
    });

async function textOf(context: Context, options: Options, kind: string, report: Report): Promise<string> {
  switch (kind) {
    case "json":
      return `${JSON.stringify(report, undefined, 2)}\n`;
    case "sarif":
      return (await import("../lint/report/sarif.ts")).sarifReport(report, VERSION);
    case "github":
      return (await import("../lint/report/github.ts")).githubReport(report);
    default: {
      const { textReport } = await import("../lint/report/text.ts");
      return textReport(report, styleFor(context.stdout, context, options), judgesOf(options));
    }
  }
}

/** By what was judged, where nobody said so. */
function judgesOf({ policy = [], cluster }: Options): string {
  if (policy.length > 0 || cluster) return "";
  return " (by the built-in baseline; --policy or --cluster for others)";
}
