import type { BatchTask } from "../../../src/api/batchtask.ts";
import type { Job } from "../../../src/api/job.ts";
import type { Trigger } from "../../../src/api/trigger.ts";
import { templateHash } from "../../../src/job/template-hash.ts";

/** What one sequence has asked for so far. */
export interface Wish {
  name: string;
  /** Whether the pods of each version of the template fail. */
  fails: boolean[];
  reruns: number;
  /** Edits of `suspend`. */
  pauses: number;
  /** Runs whose Job was deleted by hand. */
  deleted: Set<number>;
  /** How often the policies were changed until now. */
  policyChanges: () => number;
}

/** A run, the latest one included. */
interface Ended {
  number: number;
  trigger: Trigger;
  /** The phase that it ended with, or Replaced. */
  outcome: string;
}

/** What is wrong with a task once nothing more happens; empty: nothing. */
export function faults(task: BatchTask, wish: Wish, jobs: readonly Job[]): string[] {
  const { run, history = [], lastHandledRerun, phase = "Pending" } = task.status ?? {};
  const numbersSeen = history.map(({ number }) => number);
  const runs = [...(run ? [{ ...run, outcome: phase }] : []), ...history];
  const twice = jobs.length - new Set(jobs.map(({ metadata }) => metadata?.name)).size;
  const expected = Array.from({ length: (run?.number ?? 1) - 1 }, (_, n) => (run?.number ?? 1) - 1 - n);
  return [
    ...(phase === "Rejected" ? ["refused, though no policy refuses it any more"] : []),
    ...(run?.completionTime ? [] : [`run ${run?.number} has not ended: ${phase}`]),
    ...(twice > 0 ? [`${twice} runs started twice`] : []),
    ...(String(numbersSeen) === String(expected)
      ? []
      : [`history ${numbersSeen.join()}, must be ${expected.join()}`]),
    ...(run?.templateHash === templateHash(task.spec) ? [] : ["the last edit never ran"]),
    ...(wish.reruns === 0 || lastHandledRerun === String(wish.reruns)
      ? []
      : [`rerun ${wish.reruns} not heeded, but ${lastHandledRerun}`]),
    ...withoutReason(runs, wish, jobs),
    ...runs.flatMap((one) => wrongEnd(one, wish, versionOf(one, jobs)) ?? []),
  ];
}

/** The version of the template that a run's Job was made from; undefined where it had none. */
function versionOf({ number }: Ended, jobs: readonly Job[]): number | undefined {
  const job = jobs.find(({ metadata }) => metadata?.labels?.["batchtask.dev/run"] === String(number));
  return job && Number(job.spec?.template?.metadata?.labels?.["version"]);
}

/** Runs that nobody asked for: each wish starts one at most, and none starts for a template that has run already. */
function withoutReason(ended: readonly Ended[], wish: Wish, jobs: readonly Job[]): string[] {
  const edits = wish.fails.length - 1;
  const runs = ended.toReversed();
  const refused = (index: number): boolean => runs[index - 1]?.outcome === "Rejected";
  const count = (wanted: Trigger, afterRefusal?: boolean): number =>
    runs.filter(({ trigger }, at) => trigger === wanted && (afterRefusal ?? refused(at)) === refused(at))
      .length;
  const bounds = [
    ["without a first run", Math.abs(count("Created") - 1), 0],
    ["for an edit", count("SpecChanged", false), edits],
    // What was refused may be mended by any edit.
    ["for an edit of what was refused", count("SpecChanged", true), edits + wish.pauses],
    ["for a rerun", count("Rerun"), wish.reruns],
    ["for a policy, after a run that none had refused", count("PolicyChanged", false), 0],
    ["for a policy", count("PolicyChanged", true), wish.policyChanges()],
  ] as const;
  const repeated = runs.filter((entry, at) => {
    const [version, before] = [
      versionOf(entry, jobs),
      runs[at - 1] && versionOf(runs[at - 1] ?? entry, jobs),
    ];
    return (
      entry.trigger === "SpecChanged" && version !== undefined && before !== undefined && version <= before
    );
  });
  return [
    ...bounds.flatMap(([what, have, most]) => (have > most ? [`${have} runs ${what}, at most ${most}`] : [])),
    ...repeated.map(
      ({ number }) => `run ${number} started for an edit, with the template of run ${number - 1}`,
    ),
  ];
}

/** A run ends as its pods did, unless somebody came between. */
function wrongEnd(
  { number, outcome }: Ended,
  { fails, deleted, pauses }: Wish,
  version: number | undefined,
): string | undefined {
  if (outcome === "Replaced" || outcome === "Rejected" || deleted.has(number)) return undefined;
  if (version === undefined) return `run ${number} never started`;
  if (outcome === "Unknown") return `the result of run ${number} is lost, and nobody deleted its Job`;
  // Pods that end because their Job is suspended may count as failed.
  if (outcome === "Failed" && pauses > 1) return undefined;
  return (outcome === "Failed") === fails[version] ? undefined : `run ${number} is said to have ${outcome}`;
}
