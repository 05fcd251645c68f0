import { IS_EXCEPTED, IS_MADE } from "./callers.ts";
import type { Variable } from "./variables.ts";

const specOf = (object: string): string =>
  `request.kind.kind == 'CronJob' ? ${object}.spec.jobTemplate.spec : ${object}.spec`;

/** Of a Job or CronJob: the spec of the Job to be, where that stands, and whether there is something to judge. */
export const OF_JOB: readonly Variable[] = [
  { name: "spec", expression: specOf("object") },
  { name: "root", expression: "request.kind.kind == 'CronJob' ? 'spec.jobTemplate.spec.' : 'spec.'" },
  { name: "changed", expression: `oldObject == null || variables.spec != (${specOf("oldObject")})` },
  {
    name: "applies",
    expression: "has(params.spec.appliesTo) && request.kind.kind in params.spec.appliesTo",
  },
  { name: "excepted", expression: IS_EXCEPTED },
  { name: "made", expression: IS_MADE },
];
