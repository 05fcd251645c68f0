/** Whether Jobs of public Helm charts end as BatchTasks as they end as Jobs. Asked by hand, not in CI: it needs charts. */
import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stopSignal } from "../../src/kube/stop-signal.ts";
import { inParallel } from "../faults/support/pool.ts";
import { readOptions, USAGE } from "./arguments.ts";
import { type Converted, createConverter } from "./convert.ts";
import { refusalOf } from "./original.ts";
import { readCharts } from "./rendered.ts";
import { complaint, isDifferent, type Result, table } from "./report.ts";
import { openStage } from "./stage.ts";
import { tryOut } from "./trial.ts";

const say = (line: string): void => void process.stdout.write(`${line}\n`);
const options = readOptions(process.argv.slice(2));
if (options === "help") say(USAGE);
else {
  const { folder, json, atOnce } = options;
  const signal = stopSignal(process, ["SIGINT", "SIGTERM"], () => performance.now());
  const convert = createConverter();
  const charts = await readCharts(folder, options.charts);
  const all = charts.flatMap((chart) =>
    chart.files.flatMap((file) => convert(file).map((converted) => ({ chart, file, converted }))),
  );
  say(`${all.length} Jobs and CronJobs of ${charts.length} charts`);
  const logs = await mkdtemp(join(tmpdir(), "batchtask-charts-"));
  const stage = await openStage({ environment: process.env, folder: logs, say });
  const results: Result[] = [];
  try {
    let number = 0;
    await inParallel(all, atOnce, async ({ chart, file, converted }) => {
      if (signal.aborted) return;
      const setting = { stage, number: ++number, shortening: options, neighbours: file.neighbours };
      const { name, repository, version } = chart;
      const result: Result = { chart: { name, repository, version }, file: file.name, ...factsOf(converted) };
      try {
        if (converted.task !== undefined) result.tried = await tryOut(converted, converted.task, setting);
        else result.ofServer = await refusalOf(stage, converted.job);
      } catch (error) {
        result.error = error instanceof Error ? error.message : String(error);
      }
      results.push(result);
      say(isDifferent(result) ? complaint(result) : lineOf(result));
    });
  } finally {
    await stage.close();
  }
  if (json !== undefined) await writeFile(json, `${JSON.stringify(results, undefined, 1)}\n`);
  say(`\n${table(results.toSorted((a, b) => (a.chart.name < b.chart.name ? -1 : 1))).join("\n")}`);
  if (results.length < all.length || results.some(isDifferent)) process.exitCode = 1;
}

function factsOf({
  kind,
  name,
  reasons,
  hook,
}: Converted): Pick<Result, "kind" | "name" | "reasons" | "hook"> {
  return { kind, name, reasons, hook };
}

function lineOf({ chart, file, kind, name, tried, reasons, ofServer }: Result): string {
  const left = `left: ${reasons.join("; ")}\n  The API server says of the Job: ${ofServer ?? "taken"}`;
  return `${chart.name}/${file} ${kind}/${name}: ${tried?.job ?? left}`;
}
