import type { BatchTaskSpec } from "../../api/batchtask.ts";
import type { Adjustment } from "../../api/status.ts";
import { allowList, celListed } from "../allow-list.ts";
import { withPodFields } from "../pod-fields.ts";
import { celChange, celParent } from "../cel-change.ts";
import type { Rule } from "../rule.ts";
import { celFilledIn, celHeld, celInLine } from "../text/changed.ts";
import { celText } from "../text/sentence.ts";

const FIELD = "template.spec.imagePullSecrets";
const SECRETS = "variables.pod.imagePullSecrets";
const INJECT = "variables.rules.imagePullSecrets.inject";

const CEL_FIELD = `${celText(`${FIELD}[`)} + name + ']'`;

const secretsOf = ({ template }: BatchTaskSpec) => template.spec?.imagePullSecrets ?? [];

function celChanges(): string {
  const change = celChange({
    path: "'/template/spec/imagePullSecrets/-'",
    value: "{'name': name}",
    says: celFilledIn({ field: CEL_FIELD, applied: celInLine("name") }),
  });
  const isThere = `has(${SECRETS}) && ${SECRETS}.exists(own, has(own.name) && own.name == name)`;
  const added = `${INJECT}.filter(name, !(${isThere}))`;
  const list = celParent(`has(${SECRETS})`, "'/template/spec/imagePullSecrets'", "[]");
  return `has(variables.rules.imagePullSecrets) && has(${INJECT}) && size(${added}) > 0 ? ${list} + ${added}.map(name, ${change}) : []`;
}

/** By which Secrets images are pulled. */
export const imagePullSecrets: Rule = {
  name: "imagePullSecrets",
  refuses: true,
  about: [
    "inject: names of Secrets that every pod pulls its images by, beside the author's own. The Secrets have to be in the task's namespace; one that is not there is passed over by the kubelet.",
    "A pod that names any gets none of its ServiceAccount's: name those, too.",
    "allowed: which Secrets a task may name, as names or patterns in which `*` stands for any characters; with an empty list, none. What the policy injects need not be in the list. There is no clamping: a task with another one is refused.",
    "A change of the policy reaches future runs only.",
  ],
  example: { imagePullSecrets: { inject: ["registry-mirror"], allowed: ["team-*"] } },
  ...allowList({
    rule: "imagePullSecrets",
    values: (spec) => secretsOf(spec).flatMap(({ name }) => (name ? [{ field: FIELD, value: name }] : [])),
    cel: `has(${SECRETS}) ? ${SECRETS}.filter(s, has(s.name) && s.name != '').map(s, ${celListed(celText(FIELD), "s.name")}) : []`,
    filled: {
      of: ({ imagePullSecrets: rule }) => rule?.inject ?? [],
      cel: `has(${INJECT}) && one.value in ${INJECT}`,
    },
  }),
  adjust: (spec, { imagePullSecrets: inject }) => {
    const own = secretsOf(spec);
    const added = Object.values(inject).filter(({ value }) => !own.some(({ name }) => name === value));
    const adjustments = added.map(
      ({ value, policy }): Adjustment => ({
        field: `${FIELD}[${value}]`,
        applied: value,
        rule: "imagePullSecrets",
        policy,
      }),
    );
    const after = [...own, ...added.map(({ value }) => ({ name: value }))];
    return withPodFields(spec, { imagePullSecrets: after }, adjustments);
  },
  celAdjust: {
    changes: celChanges(),
    holds: `(has(${SECRETS}) ? ${SECRETS}.filter(s, has(s.name)).map(s, s.name).map(name, ${celHeld(CEL_FIELD, celInLine("name"))}) : [])`,
  },
};
