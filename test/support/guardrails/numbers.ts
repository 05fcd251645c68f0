import { ABOVE, type Case, numberCases } from "./case.ts";

const DAY = 86_400;
const WEEK = 7 * DAY;

export const BACKOFF_LIMIT: Case[] = [
  ...numberCases("backoffLimit", { default: 3, min: 1, max: 5 }),
  {
    rule: "backoffLimit",
    state: "above",
    name: "retries per index",
    rules: { backoffLimit: { max: 5 } },
    spec: { backoffLimitPerIndex: 6, completions: 2, parallelism: 1, completionMode: "Indexed" },
    clamp: [ABOVE.clamp("backoffLimitPerIndex", "6", "5")],
    reject: [ABOVE.reject("backoffLimitPerIndex", "6", "5")],
    applied: { backoffLimitPerIndex: 5 },
  },
  {
    rule: "backoffLimit",
    state: "absent",
    name: "no default where retries are bounded per index",
    rules: { backoffLimit: { default: 3, max: 5 } },
    spec: { backoffLimitPerIndex: 1, completions: 2, parallelism: 1, completionMode: "Indexed" },
    clamp: [],
    reject: [],
    applied: { backoffLimitPerIndex: 1 },
  },
];

const unbounded = (field: "activeDeadlineSeconds" | "ttlSecondsAfterFinished"): Case => ({
  rule: field,
  state: "absent",
  name: "the baseline's default within the policy's max",
  rules: { [field]: { max: 7200 } },
  spec: {},
  clamp: [],
  reject: [],
  applied: { [field]: 7200 },
});

const lifted = (field: "activeDeadlineSeconds" | "ttlSecondsAfterFinished"): Case => ({
  rule: field,
  state: "inside",
  name: "a policy's max takes the place of the baseline's",
  rules: { [field]: { max: 2 * WEEK } },
  spec: { [field]: WEEK + DAY },
  clamp: [],
  reject: [],
  applied: { [field]: WEEK + DAY },
});

export const ACTIVE_DEADLINE: Case[] = [
  ...numberCases("activeDeadlineSeconds", { default: 3600, min: 60, max: 7200 }),
  unbounded("activeDeadlineSeconds"),
  lifted("activeDeadlineSeconds"),
];

const rename = (text: string) => text.replaceAll("activeDeadlineSeconds", "runs.startDeadlineSeconds");

/** The same lines for the number under runs, which is no field of the Job. */
export const START_DEADLINE: Case[] = numberCases("activeDeadlineSeconds", {
  default: 300,
  min: 60,
  max: 7200,
}).map(({ state, rules, spec, clamp = [], reject }) => {
  const { activeDeadlineSeconds: asked, ...rest } = spec;
  return {
    rule: "startDeadlineSeconds",
    state,
    rules: { ...(rules.activeDeadlineSeconds && { startDeadlineSeconds: rules.activeDeadlineSeconds }) },
    spec: { ...rest, runs: { ...(asked !== undefined && { startDeadlineSeconds: asked }) } },
    clamp: clamp.map(rename),
    reject: reject.map(rename),
    applied: {},
  };
});

export const TTL: Case[] = [
  ...numberCases("ttlSecondsAfterFinished", { default: 3600, min: 1000, max: 7200 }),
  unbounded("ttlSecondsAfterFinished"),
  lifted("ttlSecondsAfterFinished"),
];

export const PARALLELISM: Case[] = [
  ...numberCases("parallelism", { default: 3, min: 2, max: 5 }, { completions: 20 }),
  {
    rule: "parallelism",
    state: "absent",
    name: "one pod stays one pod",
    rules: { parallelism: { default: 3 } },
    spec: {},
    clamp: [],
    reject: [],
    applied: { parallelism: 1, completions: 1 },
  },
  {
    rule: "parallelism",
    state: "absent",
    name: "a min does not make one pod a work queue",
    rules: { parallelism: { min: 2 } },
    spec: {},
    clamp: [],
    reject: [],
    applied: { parallelism: 2, completions: 1 },
  },
  {
    rule: "parallelism",
    state: "inside",
    name: "above a fixed number of completions",
    rules: { parallelism: { max: 5 } },
    spec: { parallelism: 4, completions: 2 },
    clamp: [],
    reject: [],
    applied: { parallelism: 2, completions: 2 },
  },
];

export const COMPLETIONS: Case[] = [
  ...numberCases("completions", { default: 3, min: 2, max: 5 }),
  {
    rule: "completions",
    state: "absent",
    name: "a work queue stays one",
    rules: { completions: { default: 3, min: 2 } },
    spec: { parallelism: 2 },
    clamp: [],
    reject: [],
    applied: { parallelism: 2 },
  },
];
