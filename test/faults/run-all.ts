import type { Options } from "./arguments.ts";
import { tryPlans } from "./classes/plans.ts";
import { loadPlan, loadPlans } from "./plan/load.ts";
import { type Outcome, table } from "./report/figures.ts";
import { openStage } from "./run/stage.ts";

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
    const stage = await openStage("faults", report);
    try {
      outcomes.push(...(await tryPlans({ stage, plans: wanted, options, report })));
    } finally {
      await stage.close();
    }
  }
  report(`\n${table(outcomes)}`);
  return outcomes.reduce((sum, { violations }) => sum + violations.length, 0);
}
