import { parseArgs } from "node:util";

export interface Options {
  /** Holds a folder for each chart, with its rendered files. */
  folder: string;
  /** Where the results go as JSON, too. */
  json?: string | undefined;
  /** Charts to try; all where empty. */
  charts: string[];
  /** Manifests under way at once. */
  atOnce: number;
  /** Longest `activeDeadlineSeconds` that a Job or task gets. */
  deadlineSeconds: number;
  /** Containers run the image's own program, which succeeds, instead of their own, which mostly is not there. */
  withoutCommands: boolean;
}

export const USAGE = `Usage: node test/charts/main.ts FOLDER [flags]

Turns each Job and CronJob of rendered Helm charts into a BatchTask, runs both on a real node and says where they
do not end alike. FOLDER/CHART/*.yaml is what \`helm template\` printed; FOLDER/CHART/chart.json may name the chart's
repository and version.

  --chart NAME     only this one; may be given more than once
  --json FILE      write all results there
  --at-once N      manifests under way at once, 6 by default
  --deadline N     seconds after which each Job and task is ended, 60 by default
  --without-commands  containers run nothing, so that what can start succeeds
  --help           this text`;

/** @throws TypeError that names a flag that does not exist */
export function readOptions(args: string[]): Options | "help" {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      chart: { type: "string", multiple: true, default: [] },
      json: { type: "string" },
      "at-once": { type: "string", default: "6" },
      deadline: { type: "string", default: "60" },
      "without-commands": { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  });
  const [folder] = positionals;
  if (values.help || folder === undefined) return "help";
  return {
    folder,
    json: values.json,
    charts: values.chart,
    atOnce: Number(values["at-once"]),
    deadlineSeconds: Number(values.deadline),
    withoutCommands: values["without-commands"],
  };
}
