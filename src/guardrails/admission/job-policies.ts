import { RULES } from "../chain.ts";
import { SYSTEM_NAMESPACES } from "../jobs/judge-job.ts";
import type { Rule, Shown } from "../rule.ts";
import { CLAMPS, LINES, MAY_CLAMP, TELLS, TOLD } from "./adjusted.ts";
import { OF_JOB } from "./job-variables.ts";
import { celText } from "../text/sentence.ts";
import { mayJudge } from "./may-judge.ts";
import { admission, type Admission, type Validation } from "./objects.ts";
import { deniedOf, ENDING, judged, linesOf, REHEARSAL, validation } from "./messages.ts";
import { MAY_MATCH, type Variable, VARIABLES } from "./variables.ts";

/** Said after each warning about what would be clamped in a BatchTask. */
export const NOT_CLAMPED = " (not changed: this is no BatchTask)";

/** The same by a policy that clamps Jobs, where they were not: on an older server, or at an edit of a Job. */
export const NOT_CLAMPED_HERE =
  " (not changed: Jobs are clamped as they are created, by Kubernetes 1.36 or newer)";

const RAW: Admission["resource"] = {
  group: "batch",
  version: "v1",
  plural: ["jobs", "cronjobs"],
  operations: ["CREATE", "UPDATE"],
};

const BY_PARAMS = { resource: RAW, failurePolicy: "Ignore", params: true } as const;

/** What policies judge by. */
const OF_JOB_AND_POLICY: readonly Variable[] = [
  ...OF_JOB,
  ...VARIABLES,
  {
    name: "refusesClamp",
    expression: "has(params.spec.onJobClamp) && params.spec.onJobClamp == 'Reject'",
  },
];

const JUDGED = "variables.applies && variables.matches && variables.changed && !variables.made";

/** CEL: the same for messages, which may not ask who may do what (messageExpression sees no authorizer). */
const SAID = "variables.applies && variables.matches && variables.changed && !variables.excepted";

const DENIED: Shown = {
  bounds: (bounds) => `(variables.refusesClamp || ${bounds}.onViolation == 'Reject')`,
  refusals: "true",
  clamps: false,
};

const WARNED: Shown = {
  bounds: (bounds) =>
    `(variables.rehearsal || (!variables.refusesClamp && ${bounds}.onViolation == 'Clamp'))`,
  refusals: "variables.rehearsal",
  clamps: false,
};

/** A rule as a Job or a CronJob is told of it. */
const told = ({ name, refuses, cel, celUnfilled }: Rule): Rule => ({
  name,
  ...(refuses && { refuses }),
  about: [],
  ...(cel && {
    cel: (shown) => (celUnfilled ? `(${cel(shown)}) + (${celUnfilled(shown)})` : cel(shown)),
  }),
});
const OF_JOBS = RULES.map(told);

/** Denies Jobs and CronJobs that policies in mode Enforce refuse. */
export function denyJobsPolicy(): object[] {
  return admission({
    ...BY_PARAMS,
    name: "batchtask-policy-jobs",
    matchCondition: mayJudge(`!variables.rehearsal && variables.applies && ${MAY_MATCH}`, OF_JOB_AND_POLICY),
    variables: [
      ...OF_JOB_AND_POLICY,
      judged(`!variables.rehearsal && ${JUDGED}`),
      ...deniedOf(OF_JOBS, DENIED),
    ],
    validations: [validation("variables.messages", { what: "Job", said: SAID })],
    bindings: [{ action: "Deny", notIn: SYSTEM_NAMESPACES }],
  });
}

/**
 * Warns of Jobs and CronJobs: of what was filled in and clamped, of what policies in mode Warn object to, and of what
 * would be clamped in a BatchTask.
 */
export function warnJobsPolicy(): object[] {
  const { variables, lines } = linesOf(OF_JOBS, WARNED);
  const suffix = `(variables.rehearsal ? ${celText(REHEARSAL)} : ${MAY_CLAMP} ? ${celText(NOT_CLAMPED_HERE)} : ${celText(NOT_CLAMPED)})`;
  const adjusted = validation(`variables.${TOLD.name}`, {
    what: "Job",
    when: "variables.tells",
    said: `variables.matches && ${MAY_CLAMP}`,
  });
  const validations: Validation[] = [
    adjusted,
    ...lines.map(({ name }) => validation(`variables.${name}`, { suffix, what: "Job", said: SAID })),
    validation(`variables.${ENDING.name}`, { what: "Job", said: SAID }),
  ];
  return admission({
    ...BY_PARAMS,
    name: "batchtask-policy-jobs-warnings",
    matchCondition: mayJudge(`variables.applies && ${MAY_MATCH}`, OF_JOB_AND_POLICY),
    variables: [...OF_JOB_AND_POLICY, LINES, CLAMPS, TELLS, TOLD, judged(JUDGED), ...variables, ENDING],
    validations,
    bindings: [{ action: "Warn", notIn: SYSTEM_NAMESPACES }],
  });
}
