import type { Options } from "../arguments.ts";
import { attempt } from "./attempt.ts";
import { judge } from "../oracles/index.ts";
import { describeFault } from "../plan/board.ts";
import { expand, type Perturbation } from "../plan/expand.ts";
import type { NamedPlan } from "../plan/load.ts";
import type { Outcome } from "../report/figures.ts";
import type { Evidence } from "../run/evidence.ts";
import { needsOwnCluster } from "../run/cluster-actions.ts";
import { perform } from "../run/perform.ts";
import type { Stage } from "../run/stage.ts";
import { inParallel } from "../support/pool.ts";
import { seeded, shuffled } from "../support/random.ts";
import { workload } from "../workloads/index.ts";
import type { Workload } from "../workloads/workload.ts";

export interface PlansOptions {
  readonly stage: Stage;
  /** A second cluster, for the plans that end processes of it; started when it is wanted. */
  readonly ownStage: () => Promise<Stage>;
  readonly plans: readonly NamedPlan[];
  readonly options: Options;
  readonly report: (line: string) => void;
}

/** Tries every plan, or a sample of each sweep, on one control plane. */
export async function tryPlans({
  stage,
  ownStage,
  plans,
  options,
  report,
}: PlansOptions): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  const baseOf = createBases({ stage, report }, outcomes);
  const random = seeded(options.seed);
  const stories = new Set(plans.flatMap(({ plan }) => plan.workloads));
  await inParallel([...stories], options.jobs, async (name) => void (await baseOf(workload(name))));
  report(`${stories.size} unperturbed runs recorded`);
  const chosen: Perturbation[] = [];
  for (const plan of plans) {
    const all = await expand(plan, async (workload) => (await baseOf(workload)).calls);
    const { number, of } = options.part;
    const part = all.filter((_, index) => index % of === number - 1);
    const sample = shuffled(part, random).slice(0, options.sample ?? all.length);
    if (all.length > 1) report(`${plan.name}: ${sample.length} of ${all.length} perturbations`);
    chosen.push(...("faults" in plan.plan ? all : sample));
  }
  let done = 0;
  async function one(on: Stage, perturbation: Perturbation): Promise<void> {
    const outcome = await attempt(on, perturbation, await baseOf(perturbation.workload));
    outcomes.push(outcome);
    tell(outcome, { done: ++done, of: chosen.length }, { ...options, report });
  }
  const alone = chosen.filter(({ faults }) => faults.some((fault) => needsOwnCluster(fault.do)));
  const shared = chosen.filter((perturbation) => !alone.includes(perturbation));
  const [slow, quick] = [shared.filter(isSlow), shared.filter((perturbation) => !isSlow(perturbation))];
  await Promise.all([
    inParallel(quick, options.jobs, (perturbation) => one(stage, perturbation)),
    inParallel(slow, SLOW_AT_ONCE, (perturbation) => one(stage, perturbation)),
    inParallel(alone, 1, async (perturbation) => one(await ownStage(), perturbation)),
  ]);
  return outcomes;
}

/** Runs that spend a minute and more waiting, and cost the machine next to nothing, are made beside the others. */
const SLOW_AT_ONCE = 2;

function isSlow({ stepTimeoutMs }: Perturbation): boolean {
  return stepTimeoutMs > 100_000;
}

/** Each story is watched for longer once: shows what is written each 5 s. */
const UNPERTURBED_QUIET_MS = 3_000;

const UNPERTURBED = {
  perturbation: {
    plan: "unperturbed",
    class: "unperturbed",
    faults: [],
    replicas: 1,
    compare: "none",
    stepTimeoutMs: 0,
    swept: false,
  },
  recoveryMs: undefined,
  takeoverMs: undefined,
  missed: false,
} as const;

/** The unperturbed run of each workload, made once; what is wrong with it is told as well. */
function createBases(
  { stage, report }: Pick<PlansOptions, "stage" | "report">,
  told: Outcome[],
): (workload: Workload) => Promise<Evidence> {
  const bases = new Map<string, Promise<Evidence>>();
  async function record(workload: Workload): Promise<Evidence> {
    const evidence = await perform({
      stage,
      workload,
      faults: [],
      replicas: 1,
      quietMs: UNPERTURBED_QUIET_MS,
    });
    const violations = judge(evidence, evidence, "all");
    told.push({ ...UNPERTURBED, perturbation: { ...UNPERTURBED.perturbation, workload }, violations });
    for (const { oracle, what } of violations)
      report(`VIOLATION unperturbed/${workload.name}: ${oracle}: ${what}`);
    return evidence;
  }
  return (workload) => {
    const base = bases.get(workload.name) ?? record(workload);
    bases.set(workload.name, base);
    return base;
  };
}

interface Telling {
  readonly verbose: boolean;
  readonly report: (line: string) => void;
}

function tell(
  outcome: Outcome,
  { done, of }: { done: number; of: number },
  { verbose, report }: Telling,
): void {
  const { perturbation, violations, missed } = outcome;
  const what = `${perturbation.plan}/${perturbation.workload.name} [${perturbation.faults.map(describeFault).join("; ")}]`;
  for (const violation of violations) report(`VIOLATION ${what}: ${violation.oracle}: ${violation.what}`);
  if (verbose || missed) report(`${done}/${of} ${missed ? "not struck" : "ok"} ${what}`);
  else if (done % 20 === 0 || done === of) report(`${done}/${of}`);
}
