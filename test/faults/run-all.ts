import type { Options } from "./arguments.ts";
import { fuzz } from "./classes/fuzz.ts";
import { memory } from "./classes/memory.ts";
import { tryPlans } from "./classes/plans.ts";
import { loadPlan, loadPlans } from "./plan/load.ts";
import { describeFuzz, describeMemory, table, takeovers } from "./report/figures.ts";
import type { Stage } from "./run/stage.ts";
import { createStages, type Stages } from "./run/stages.ts";

type Report = (line: string) => void;

/** Inputs of the class fuzz in a sampled and in an exhaustive run. */
const FEW_INPUTS = 300;
const MANY_INPUTS = 2_000;

/** Tries what the options ask for; resolves with the number of violations. */
export async function runAll(options: Options, report: Report): Promise<number> {
  const began = performance.now();
  report(`seed ${options.seed}`);
  await using stages = createStages(report);
  const found = [
    await runPlans(stages, options, report),
    await runFuzz(stages, options, report),
    await runMemory(stages, options, report),
  ];
  report(`\n${found.map(({ figures }) => figures).join("\n")}`);
  report(`${Math.round((performance.now() - began) / 1000)} s in all`);
  return found.reduce((sum, { violations }) => sum + violations, 0);
}

interface Found {
  readonly figures: string;
  readonly violations: number;
}

const NOTHING: Found = { figures: "", violations: 0 };

async function runPlans(stages: Stages, options: Options, report: Report): Promise<Found> {
  const plans = options.plan === undefined ? loadPlans() : [loadPlan(options.plan)];
  const all = options.classes.length === 0 || options.plan !== undefined;
  const wanted = plans.filter(({ plan }) => all || options.classes.includes(plan.class));
  if (wanted.length === 0) return NOTHING;
  const ownStage = (): Promise<Stage> => stages.get("faults-own");
  const stage = await stages.get("faults");
  const outcomes = await tryPlans({ stage, ownStage, plans: wanted, options, report });
  const violations = outcomes.reduce((sum, outcome) => sum + outcome.violations.length, 0);
  return { figures: `${table(outcomes)}\n${takeovers(outcomes)}`, violations };
}

function isWanted(name: string, { classes, plan }: Options): boolean {
  return plan === undefined && (classes.length === 0 || classes.includes(name));
}

async function runFuzz(stages: Stages, options: Options, report: Report): Promise<Found> {
  if (!isWanted("fuzz", options)) return NOTHING;
  const count = options.sample === undefined ? MANY_INPUTS : FEW_INPUTS;
  const result = await fuzz({ stage: await stages.get("faults"), seed: options.seed, count, report });
  for (const violation of result.violations) report(`VIOLATION fuzz: ${violation}`);
  return { figures: describeFuzz(result), violations: result.violations.length };
}

async function runMemory(stages: Stages, options: Options, report: Report): Promise<Found> {
  if (!isWanted("memory", options)) return NOTHING;
  const result = await memory(await stages.get("faults"), options.tasks, report);
  for (const violation of result.violations) report(`VIOLATION memory: ${violation}`);
  return { figures: describeMemory(result), violations: result.violations.length };
}
