import type { Check, FormRules } from "../check.ts";
import { declaredIn } from "../checks/declared.ts";
import { textOf } from "../values.ts";
import { quoted } from "../cel.ts";

const NUMBER = "(0|[1-9][0-9]*)";
const INDEXES = `^${NUMBER}(-${NUMBER})?(,${NUMBER}(-${NUMBER})?)*$`;
const FORM = new RegExp(INDEXES, "u");

/** validateIndexesFormat in pkg/apis/batch/validation: its form; that the numbers grow is left to the Job. */
const indexes: Check = {
  isWrong: (value) => !FORM.test(textOf(value)),
  wrong: (value) => `!${value}.matches(${quoted(INDEXES)})`,
  tells: true,
  says: "takes indexes and ranges of them in ascending order, as 0,2-5 is: correct it",
};

/** validatePodFailurePolicyRuleOnExitCodes. */
const container = declaredIn(
  ["containers", "initContainers"],
  "is no container of the pod: correct the name, or remove it for all containers",
);

/** Beside what the CRD's own rules say of a Job. */
export const job: FormRules = {
  "successPolicy.rules[].succeededIndexes": [indexes],
  "podFailurePolicy.rules[].onExitCodes.containerName": [container],
};
