import { writeFile } from "node:fs/promises";
import { resolve } from "node:path";
import { Command } from "commander";
import type { Context } from "../context.ts";
import type { Conversion } from "../convert/conversion.ts";
import type { Converted } from "../convert/file.ts";
import type { Leftover } from "../convert/neighbours.ts";
import { inputError, usageError } from "../errors.ts";
import { EXIT } from "../exit-codes.ts";
import type { Source } from "../input/sources.ts";
import { addFileOptions, type FileOptions, type GlobalOptions } from "../options.ts";
import { type Style, styleFor } from "../output/style.ts";
import type { Verb } from "../verb.ts";

type Options = GlobalOptions & FileOptions & { write?: true };

/** `convert`: Jobs and CronJobs become BatchTasks, all else passes through. */
export const convert: Verb = (context) =>
  addFileOptions(
    new Command("convert").description("make BatchTasks of Jobs and CronJobs in files; asks no cluster"),
  )
    .option("-w, --write", "write the files anew in place, and print none")
    .action(async (_options: unknown, command: Command) => {
      const options = command.optsWithGlobals<Options>();
      const [{ readSources }, { convertFiles }, { leftovers }, { loadSchemas }, { createJudge }] =
        await Promise.all([
          import("../input/sources.ts"),
          import("../convert/files.ts"),
          import("../convert/neighbours.ts"),
          import("../lint/schemas.ts"),
          import("../lint/cel.ts"),
        ]);
      const sources = await readSources(context, options);
      if (options.write) sources.forEach(mustBeFile);
      const { task } = loadSchemas();
      const judge = createJudge();
      const converted = convertFiles(sources, task, judge);
      const results = sources.flatMap((source, at) => {
        const result = converted[at];
        return result ? [{ source, ...result }] : [];
      });
      if (options.write) await writeBack(context, results);
      else context.stdout.write(joined(results));
      if (options.write) tellWritten(context, results);
      const conversions = results.flatMap((result) => result.conversions);
      const style = styleFor(context.stderr, context, options);
      report(context, style, conversions);
      for (const leftover of leftovers(sources, conversions)) warn(context, style, leftover);
    });

/** Asked of all before the first one is written. */
function mustBeFile({ name }: Source): void {
  if (name === "stdin" || /^https?:/.test(name))
    throw usageError(`--write can't write to ${name}`, "Leave it out, and the result is printed");
}

async function writeBack(
  { folder }: Context,
  results: readonly (Converted & { source: Source })[],
): Promise<void> {
  for (const { source, text } of results) {
    if (text === source.text) continue;
    await writeFile(resolve(folder, source.name), text).catch((error: unknown) => {
      throw inputError(
        `${source.name} can't be written: ${error instanceof Error ? error.message : String(error)}`,
      );
    });
  }
}

function tellWritten({ stderr }: Context, results: readonly Converted[]): void {
  for (const { file, object, refusals } of results.flatMap(({ conversions }) => conversions))
    if (refusals.length === 0) stderr.write(`${file}: ${object} is a BatchTask now\n`);
}

/** Several files become one stream of documents. */
function joined(results: readonly Converted[]): string {
  return results
    .map(({ text }, at) => {
      const ended = text === "" || text.endsWith("\n") ? text : `${text}\n`;
      return at === 0 || ended.startsWith("---") ? ended : `---\n${ended}`;
    })
    .join("");
}

function report(context: Context, style: Style, conversions: readonly Conversion[]): void {
  const { stderr } = context;
  for (const { file, line, column, object, losses, refusals } of conversions) {
    for (const refusal of refusals) {
      const place = `${file}:${refusal.line}:${refusal.column}:`;
      stderr.write(`${place} ${style.bad("error:")} ${object} is left as it is: ${refusal.message}\n`);
      context.exit(EXIT.No);
    }
    for (const message of refusals.length > 0 ? [] : losses)
      warn(context, style, { file, line, column, object, message });
  }
  if (conversions.length === 0)
    stderr.write("there is no Job or CronJob in these files, so nothing is changed\n");
}

function warn({ stderr }: Context, style: Style, { file, line, column, object, message }: Leftover): void {
  stderr.write(`${file}:${line}:${column}: ${style.warning("warning:")} ${object}: ${message}\n`);
}
