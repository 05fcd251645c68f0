import { judge } from "../oracles/index.ts";
import type { Perturbation } from "../plan/expand.ts";
import type { Fault } from "../plan/schema.ts";
import { type Call, describe, isWrite } from "../proxy/call.ts";
import type { Outcome } from "../report/figures.ts";
import { createClusterActions } from "../run/cluster-actions.ts";
import type { Evidence } from "../run/evidence.ts";
import { perform } from "../run/perform.ts";
import type { Stage } from "../run/stage.ts";

/** A run in which a fault found no occasion is made again, so often at most. */
const ATTEMPTS = 3;

/**
 * Tries one perturbation. A fault that never strikes is a violation, with one exception. A sweep takes its calls from
 * one run without faults, and two of these differ: progress that was written twice there is written once here. The
 * fault then strikes the last call of its like that there is. A kind of read that this run had no need of at all, such
 * as of pods that were slow there, is not tried, and counts as not struck.
 */
export async function attempt(stage: Stage, wanted: Perturbation, base: Evidence): Promise<Outcome> {
  let perturbation = wanted;
  for (let tries = 1; ; tries += 1) {
    const evidence = await perform({ stage, ...perturbation, cluster: createClusterActions(stage) });
    const violations = judge(evidence, base, perturbation.compare);
    const { recoveryMs, takeoverMs } = evidence;
    const missed = evidence.idle.length > 0;
    const outcome = { perturbation, violations, recoveryMs, takeoverMs, missed };
    const others = violations.filter(({ oracle }) => oracle !== "struck");
    if (!missed || others.length > 0) return outcome;
    const nearest = wanted.swept ? lastOfItsLike(wanted, evidence.calls) : wanted;
    if (!nearest) return { ...outcome, violations: [] };
    if (tries >= ATTEMPTS) return outcome;
    perturbation = nearest;
  }
}

/** The same fault at the last such call of a run that it did not strike; undefined for a read that was not made. */
function lastOfItsLike(wanted: Perturbation, calls: readonly Call[]): Perturbation | undefined {
  const faults = wanted.faults.map((fault) => atTheLast(fault, calls));
  return faults.includes(undefined)
    ? undefined
    : { ...wanted, faults: faults.filter((fault) => fault !== undefined) };
}

function atTheLast(fault: Fault, calls: readonly Call[]): Fault | undefined {
  if (!("call" in fault.on)) return fault;
  const { verb = "other", resource = "", subresource } = fault.on.call;
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- written from a recorded call
  const like = { verb, resource, subresource } as Call;
  const count = calls.filter((call) => describe(call) === describe(like)).length;
  if (count === 0) return isWrite(like) ? fault : undefined;
  return { ...fault, on: { ...fault.on, call: { ...fault.on.call, nth: count } } };
}
