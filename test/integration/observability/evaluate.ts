import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { run } from "../../cluster/util/run.ts";
import type { Expression } from "./expressions.ts";
import type { Sample, Scrape } from "./scrape.ts";

/** What Prometheus adds to a pod's samples. */
const TARGET = { namespace: "platform", job: "batchtask", pod: "operator-0", instance: "10.0.0.1:8080" };

/**
 * The expressions that have no value, as Prometheus works them out, twenty minutes after an operator began to export this
 * scrape; its counters have gone up by one each minute since.
 */
export async function emptyOn(
  scrape: Scrape,
  expressions: readonly Expression[],
  promtool: string,
): Promise<string[]> {
  const folder = await mkdtemp(join(tmpdir(), "batchtask-evaluate-"));
  try {
    const file = join(folder, "test.json");
    const queries = expressions.map(({ expr }) => ({ expr, eval_time: "20m", exp_samples: [] }));
    const input_series = scrape.samples.map((sample) => seriesOf(sample, scrape));
    const tests = [{ interval: "1m", input_series, promql_expr_test: queries }];
    await writeFile(file, JSON.stringify({ rule_files: [], tests }));
    // None is expected to have a value, so that promtool shows each one that has.
    const { stdout, stderr } = await run([promtool, "test", "rules", file], { environment: process.env });
    const shown = stdout + stderr;
    if (!shown.includes("FAILED")) throw new Error(`promtool has not evaluated: ${shown}`);
    return expressions.filter(({ expr }) => !hasValue(shown, expr)).map(({ where }) => where);
  } finally {
    await rm(folder, { recursive: true });
  }
}

const hasValue = (shown: string, expr: string): boolean =>
  shown.includes(`expr: ${JSON.stringify(expr)}, time: 20m,\n        exp: nil\n        got: {`);

function seriesOf({ name, labels, value }: Sample, { types }: Scrape) {
  const all = Object.entries({ ...labels, ...TARGET }).map(([label, text]) => `${label}="${text}"`);
  const counts = types.get(name) === "counter" || /_(bucket|sum|count)$/.test(name);
  return { series: `${name}{${all.join(",")}}`, values: `${finite(value)}${counts ? "+1" : ""}x30` };
}

/** promtool's notation has neither exponents nor, with a step, infinity. */
const finite = (value: number): string => (Number.isFinite(value) ? value.toFixed(6) : "0");
