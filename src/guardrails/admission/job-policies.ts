import { RULES } from "../chain.ts";
import { SYSTEM_NAMESPACES } from "../jobs/judge-job.ts";
import type { Rule, Shown } from "../rule.ts";
import { IS_MADE } from "./callers.ts";
import { celText } from "../text/sentence.ts";
import { admission, type Admission, type Validation } from "./objects.ts";
import { deniedOf, ENDING, judged, linesOf, REHEARSAL, validation } from "./messages.ts";
import { type Variable, VARIABLES } from "./variables.ts";

/** Said after each warning about what would be clamped in a BatchTask. */
export const NOT_CLAMPED = " (not changed: this is no BatchTask)";

const RAW: Admission["resource"] = {
  group: "batch",
  version: "v1",
  plural: ["jobs", "cronjobs"],
  operations: ["CREATE", "UPDATE"],
};

const BY_PARAMS = { resource: RAW, failurePolicy: "Ignore", params: true } as const;

const specOf = (object: string): string =>
  `request.kind.kind == 'CronJob' ? ${object}.spec.jobTemplate.spec : ${object}.spec`;

/** The spec of the Job to be, and where it stands; and whether there is something to judge. */
const OF_JOB: readonly Variable[] = [
  { name: "spec", expression: specOf("object") },
  { name: "root", expression: "request.kind.kind == 'CronJob' ? 'spec.jobTemplate.spec.' : 'spec.'" },
  { name: "changed", expression: `oldObject == null || variables.spec != (${specOf("oldObject")})` },
  {
    name: "applies",
    expression: "has(params.spec.appliesTo) && request.kind.kind in params.spec.appliesTo",
  },
  ...VARIABLES,
  { name: "made", expression: IS_MADE },
  {
    name: "refusesClamp",
    expression: "has(params.spec.onJobClamp) && params.spec.onJobClamp == 'Reject'",
  },
];

const JUDGED = "variables.applies && variables.matches && variables.changed && !variables.made";

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
const TOLD = RULES.map(told);

/** Denies Jobs and CronJobs that policies in mode Enforce refuse. */
export function denyJobsPolicy(): object[] {
  return admission({
    ...BY_PARAMS,
    name: "batchtask-policy-jobs",
    variables: [...OF_JOB, judged(`!variables.rehearsal && ${JUDGED}`), ...deniedOf(TOLD, DENIED)],
    validations: [validation("variables.messages", { what: "Job" })],
    bindings: [{ action: "Deny", notIn: SYSTEM_NAMESPACES }],
  });
}

/** Warns of Jobs and CronJobs: of what policies in mode Warn object to, and of what would be clamped in a BatchTask. */
export function warnJobsPolicy(): object[] {
  const rules = linesOf(TOLD, WARNED);
  const suffix = `(variables.rehearsal ? ${celText(REHEARSAL)} : ${celText(NOT_CLAMPED)})`;
  const validations: Validation[] = [
    ...rules.map(({ name }) => validation(`variables.${name}`, { suffix, what: "Job" })),
    validation(`variables.${ENDING.name}`, { what: "Job" }),
  ];
  return admission({
    ...BY_PARAMS,
    name: "batchtask-policy-jobs-warnings",
    variables: [...OF_JOB, judged(JUDGED), ...rules, ENDING],
    validations,
    bindings: [{ action: "Warn", notIn: SYSTEM_NAMESPACES }],
  });
}
