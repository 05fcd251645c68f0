import { Command, Option } from "commander";
import { jsonText } from "../../kube/json.ts";
import type { Context } from "../context.ts";
import { usageError } from "../errors.ts";
import type { Answer } from "../next/answer.ts";
import {
  addFileOptions,
  addOutputOption,
  addSelectorOptions,
  type FileOptions,
  type GlobalOptions,
} from "../options.ts";
import { formatOf } from "../output/format.ts";
import { styleFor } from "../output/style.ts";
import type { Verb } from "../verb.ts";

const FORMATS = ["text", "json", "yaml"] as const;
const MOST = 1_000;

export interface NextOptions extends GlobalOptions, FileOptions {
  output?: string;
  allNamespaces?: true;
  selector?: string;
  count: number;
  timeZone?: string;
}

const SUMMARY = "list the next times of BatchTasks on a schedule, in its time zone and in yours";

/** `next`: when tasks on a schedule run. */
export const next: Verb = (context) =>
  addSelectorOptions(addFileOptions(addOutputOption(new Command("next"), FORMATS)))
    .summary(SUMMARY)
    .description(
      `${SUMMARY}; with -f of those in files, which asks no cluster. Without names, all that are on a schedule`,
    )
    .argument("[names...]", "names of BatchTasks; @latest is the one that ran last")
    .addOption(new Option("--count <number>", "how many times of each").argParser(countOf).default(5, "5"))
    .option("--time-zone <zone>", "the zone for your own column, as Europe/Berlin (this machine's)")
    .action(async (names: string[], _options: unknown, command: Command) => {
      const options = command.optsWithGlobals<NextOptions>();
      const format = formatOf(options.output, FORMATS);
      const timeZone = await zoneOf(context, options);
      const { answersOf } = await import("../next/answers.ts");
      const { answers, now } = await answersOf(context, names, options);
      if (format.kind === "text") return await print(context, options, answers, { now, timeZone });
      const { yamlText } = await import("../output/objects.ts");
      context.stdout.write(format.kind === "json" ? `${jsonText(answers, 4)}\n` : await yamlText(answers));
    });

function countOf(text: string): number {
  if (/^[1-9]\d*$/.test(text) && Number(text) <= MOST) return Number(text);
  throw usageError(`--count ${text}: give a number from 1 to ${MOST}`);
}

async function zoneOf(context: Context, { timeZone }: NextOptions): Promise<string> {
  if (timeZone === undefined) return context.timeZone;
  const [{ readTimeZone }, { CronError }] = await Promise.all([
    import("../../cron/time-zone.ts"),
    import("../../cron/expression.ts"),
  ]);
  try {
    return readTimeZone(timeZone);
  } catch (error) {
    if (error instanceof CronError) throw usageError(`--time-zone: ${error.message}`);
    throw error;
  }
}

async function print(
  context: Context,
  options: NextOptions,
  answers: readonly Answer[],
  { now, timeZone }: { now: string; timeZone: string },
): Promise<void> {
  const { nextText } = await import("../view/next.ts");
  const { stdout } = context;
  const page = { style: styleFor(stdout, context, options), width: stdout.columns, now };
  const how = { timeZone, count: options.count };
  stdout.write(answers.map((answer) => nextText(answer, page, how)).join("\n"));
}
