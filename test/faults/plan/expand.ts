import { type Call, describe, isWrite } from "../proxy/call.ts";
import type { Comparison } from "../run/evidence.ts";
import { workload } from "../workloads/index.ts";
import type { Workload } from "../workloads/workload.ts";
import type { NamedPlan } from "./load.ts";
import type { Fault, Sweep } from "./schema.ts";

/** One run to be made: a workload and the faults that it meets. */
export interface Perturbation {
  readonly plan: string;
  readonly class: string;
  readonly workload: Workload;
  readonly faults: readonly Fault[];
  readonly replicas: number;
  readonly compare: Comparison;
  readonly stepTimeoutMs: number;
  readonly quietMs?: number | undefined;
  /** It was made from a call of the unperturbed run; a plan names its faults itself. */
  readonly swept: boolean;
}

/** The calls of a workload's unperturbed run. */
export type Recorded = (workload: Workload) => Promise<readonly Call[]>;

/** All runs that a plan calls for. */
export async function expand({ name, plan }: NamedPlan, recorded: Recorded): Promise<Perturbation[]> {
  const found: Perturbation[] = [];
  for (const workloadName of plan.workloads) {
    const story = workload(workloadName);
    const { stepTimeoutMs, quietMs } = plan;
    const common = { plan: name, class: plan.class, workload: story, stepTimeoutMs, quietMs };
    if ("faults" in plan) {
      const { faults, replicas, compare } = plan;
      found.push({ ...common, faults, replicas, compare, swept: false });
      continue;
    }
    const faults = faultsOf(plan, await recorded(story));
    found.push(
      ...faults.map((fault) => ({
        ...common,
        faults: [fault],
        replicas: 1,
        compare: "all" as const,
        swept: true,
      })),
    );
  }
  return found;
}

/** Each call, by what it does and the how manyeth of its like it is. */
function faultsOf(sweep: Sweep, calls: readonly Call[]): Fault[] {
  const chosen = sweep.each === "write" ? calls.filter(isWrite) : calls;
  const counts = new Map<string, number>();
  return chosen.flatMap((call) => {
    const kind = describe(call);
    const nth = (counts.get(kind) ?? 0) + 1;
    counts.set(kind, nth);
    const { verb, resource, subresource } = call;
    const points = sweep.do.filter(({ at }) => isWrite(call) || at === "before");
    return points.map(({ at, action }) => ({
      on: { call: { verb, resource, subresource, nth, times: 1 }, at },
      do: action,
      optional: false,
    }));
  });
}
