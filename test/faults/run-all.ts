import type { Options } from "./arguments.ts";
import { tryPlans } from "./classes/plans.ts";
import { loadPlan, loadPlans } from "./plan/load.ts";
import { type Outcome, table, takeovers } from "./report/figures.ts";
import type { Stage } from "./run/stage.ts";
import { createStages } from "./run/stages.ts";

type Report = (line: string) => void;

/** Tries what the options ask for; resolves with the number of violations. */
export async function runAll(options: Options, report: Report): Promise<number> {
  const plans = options.plan === undefined ? loadPlans() : [loadPlan(options.plan)];
  const wanted = plans.filter(
    ({ plan }) => options.classes.length === 0 || options.classes.includes(plan.class),
  );
  report(`seed ${options.seed}`);
  const outcomes: Outcome[] = [];
  if (wanted.length > 0) {
    await using stages = createStages(report);
    const ownStage = (): Promise<Stage> => stages.get("faults-own");
    const stage = await stages.get("faults");
    outcomes.push(...(await tryPlans({ stage, ownStage, plans: wanted, options, report })));
  }
  report(`\n${table(outcomes)}\n${takeovers(outcomes)}`);
  return outcomes.reduce((sum, { violations }) => sum + violations.length, 0);
}
