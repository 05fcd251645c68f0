import { endReasonOf } from "../../src/api/condition.ts";
import type { Case } from "./cases.ts";
import type { Sighting } from "./watcher.ts";

/** Seconds that a Job may outlast its TTL: the TTL controller's own delays. */
const TTL_SLACK_SECONDS = 30;

/** Time for pods to go and logs to be read, once a task has ended. */
const SETTLE_MS = 15_000;

export interface Verdict {
  /** Nothing more is going to happen. */
  settled: boolean;
  /** What is not as it must be; empty: all is well. */
  problems: string[];
}

/** Holds what was seen of an example against what must be seen. Pure; `now` in ms. */
export function judge(wanted: Case, seen: Sighting, now: number): Verdict {
  const missing = wanted.logs.filter((text) => ![...seen.logs].some((line) => line.includes(text)));
  const problems = [
    ...outcome(wanted, seen),
    ...missing.map((text) => `no log line with "${text}"`),
    ...limits(wanted, seen),
    ...leftovers(wanted, seen),
  ];
  const ended = seen.task?.status?.run?.completionTime !== undefined;
  return { settled: ended && (problems.length === 0 || !mayStillCome(wanted, seen, now)), problems };
}

function outcome(wanted: Case, { task }: Sighting): string[] {
  const { phase, completions, conditions, failed, adjustments, run } = task?.status ?? {};
  const reason = endReasonOf({ conditions });
  const clamped = adjustments?.filter(({ asked }) => asked !== undefined).map(({ field }) => field) ?? [];
  const pairs: [string, string, string | undefined][] = [
    ["phase", wanted.phase, phase],
    ["reason", wanted.reason ?? wanted.phase, reason],
    ["trigger", wanted.trigger ?? "Created", run?.trigger],
    ["completions", wanted.completions, completions],
    ["failed", String(wanted.failed ?? failed ?? 0), String(failed ?? 0)],
    ["clamped fields", (wanted.clamped ?? []).join(" "), clamped.join(" ")],
  ];
  return pairs
    .filter(([, must, is]) => must !== is)
    .map(([what, must, is]) => `${what}: must be "${must}", is "${is ?? ""}"`);
}

function limits({ maxActive }: Case, { mostActive }: Sighting): string[] {
  return maxActive !== undefined && mostActive > maxActive
    ? [`${mostActive} pods at once, allowed are ${maxActive}`]
    : [];
}

function leftovers(wanted: Case, { task, job, pods, jobGoneAt }: Sighting): string[] {
  if (wanted.podsGone && pods.length > 0) return [`${pods.length} pods are left`];
  if (wanted.goneAfterSeconds === undefined) return job ? [] : ["the Job is gone"];
  if (jobGoneAt === undefined) return [`the Job is still there, its TTL is ${wanted.goneAfterSeconds} s`];
  const seconds = (jobGoneAt - Date.parse(task?.status?.run?.completionTime ?? "")) / 1000;
  const onTime = seconds >= wanted.goneAfterSeconds && seconds <= wanted.goneAfterSeconds + TTL_SLACK_SECONDS;
  return onTime
    ? []
    : [`the Job went ${Math.round(seconds)} s after its end, its TTL is ${wanted.goneAfterSeconds} s`];
}

/** What time alone can bring: pods and Jobs that go, a log that is still to be read. */
function mayStillCome(wanted: Case, { task, jobGoneAt }: Sighting, now: number): boolean {
  const since = now - Date.parse(task?.status?.run?.completionTime ?? "");
  if (wanted.goneAfterSeconds !== undefined && jobGoneAt === undefined)
    return since < (wanted.goneAfterSeconds + TTL_SLACK_SECONDS) * 1000;
  return since < SETTLE_MS;
}
