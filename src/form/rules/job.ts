import type { Check, FormRules } from "../check.ts";
import { itemsOf, textOf } from "../values.ts";
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
const container: Check = {
  isWrong: (value, spec) =>
    !["containers", "initContainers"].some((list) =>
      itemsOf(spec, "template", "spec", list).some((one) => textOf(one, "name") === textOf(value)),
    ),
  wrong: (value) =>
    `!(${["containers", "initContainers"].map((list) => `(has(object.spec.template.spec.${list}) && object.spec.template.spec.${list}.exists(one, one.name == ${value}))`).join(" || ")})`,
  tells: true,
  says: "is no container of the pod: correct the name, or remove it for all containers",
};

/** Beside what the CRD's own rules say of a Job. */
export const job: FormRules = {
  "successPolicy.rules[].succeededIndexes": [indexes],
  "podFailurePolicy.rules[].onExitCodes.containerName": [container],
};
