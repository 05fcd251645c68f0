import { Command } from "commander";
import type { Job } from "../../api/job.ts";
import { usageError } from "../errors.ts";
import { addFileOptions, addOutputOption, type FileOptions, type GlobalOptions } from "../options.ts";
import { type Format, formatOf } from "../output/format.ts";
import { objectsText } from "../output/objects.ts";
import { addPolicyOptions, type PolicyOptions } from "../policies/options.ts";
import type { Verb } from "../verb.ts";

const FORMATS = ["yaml", "json", "name", "jsonpath"] as const;

const SUMMARY = "print the Jobs that BatchTasks in files would be run as";

type Options = GlobalOptions & FileOptions & PolicyOptions & { output?: string; dryRun?: string };

/** `render`: the Job that a task would be run as. */
export const render: Verb = (context) =>
  addOutputOption(
    addPolicyOptions(
      addFileOptions(
        new Command("render")
          .summary(SUMMARY)
          .description(`${SUMMARY}; of several each one that has none is told, and the others are printed`),
      ),
    ),
    FORMATS,
  )
    .option(
      "--dry-run <where>",
      "server: let the API server fill in its defaults and judge the Job; implies --cluster",
    )
    .action(async (_options: unknown, command: Command) => {
      const options = command.optsWithGlobals<Options>();
      const format = formatOf(options.output, FORMATS);
      if (options.dryRun !== undefined && options.dryRun !== "server")
        throw usageError(
          `--dry-run=${options.dryRun}: takes server`,
          "Without it nothing is asked of a cluster",
        );
      const { renderLocally, renderOnServer } = await import("../render/files.ts");
      const jobs = options.dryRun
        ? await renderOnServer(context, options)
        : await renderLocally(context, options);
      if (jobs.length > 0) context.stdout.write(await textOf(jobs, format));
    });

/** YAML as one document for each Job, for people to read and `kubectl apply -f -` to take. */
async function textOf(
  jobs: readonly Job[],
  format: Format & { kind: (typeof FORMATS)[number] },
): Promise<string> {
  if (format.kind !== "yaml") return await objectsText(jobs, format);
  const texts: string[] = [];
  for (const job of jobs) texts.push(await objectsText([job], format));
  return texts.join("---\n");
}
