import type { Policy } from "../../../src/guardrails/rule.ts";
import type { BatchTaskSpec } from "../../../src/api/batchtask.ts";
import type { AskedSchedule } from "../../../src/api/schedule.ts";

/** What a simulation begins with. */
export interface Setting {
  spec: Pick<BatchTaskSpec, "completions" | "completionMode" | "parallelism">;
  policies: readonly Policy[];
  schedule?: AskedSchedule;
  /** Of the task. */
  labels?: Record<string, string>;
}

/**
 * With completions: where a spec has neither completions nor parallelism, Kubernetes' default of the one depends on the
 * presence of the other, so a Job that was made under `parallelism: 2` stays a work queue when the edit is taken back.
 */
export const PLAIN: Setting = { spec: { completions: 1 }, policies: [] };

const elastic = { completionMode: "Indexed", completions: 3, parallelism: 3 } as const;
const atMostTwo: Policy = { name: "at-most-two", mode: "Enforce", rules: { parallelism: { max: 2 } } };

const halfMinutes: Policy = {
  name: "half-minutes",
  mode: "Enforce",
  rules: { freezes: [{ schedule: "* * * * *", durationSeconds: 30 }] },
};

/** What becomes of a task in it depends on the time. */
export const FREEZES: readonly [string, Setting] = [
  "a task under freezes of half a minute",
  { ...PLAIN, policies: [halfMinutes] },
];

const EACH_MINUTE: AskedSchedule = { cron: "* * * * *" };
const scheduled = (more: AskedSchedule): Setting => ({ ...PLAIN, schedule: { ...EACH_MINUTE, ...more } });

/** Tasks that time alone starts. */
export const SCHEDULES: readonly (readonly [string, Setting])[] = [
  ["one run after another", scheduled({})],
  ["none while one goes on", scheduled({ concurrencyPolicy: "Forbid" })],
  ["each in place of the one before", scheduled({ concurrencyPolicy: "Replace" })],
  ["not later than 20 s", scheduled({ startingDeadlineSeconds: 20 })],
  ["the first one at once", scheduled({ runAtOnce: true })],
  ["under freezes", { ...scheduled({}), policies: [halfMinutes] }],
];

export const SETTINGS: readonly (readonly [string, Setting])[] = [
  ["a plain task", PLAIN],
  ["a task in a queue", { ...PLAIN, labels: { "kueue.x-k8s.io/queue-name": "batch" } }],
  ["an elastic Indexed task", { spec: elastic, policies: [] }],
  ["an Indexed task with fewer pods at once", { spec: { ...elastic, parallelism: 2 }, policies: [] }],
  ["an Indexed task whose parallelism is bounded", { spec: elastic, policies: [atMostTwo] }],
];
