import type { BatchTaskSpec } from "../../api/batchtask.ts";
import { defined } from "../../api/defined.ts";
import type { Adjustment } from "../../api/status.ts";
import { allowList } from "../allow-list.ts";
import { withPodFields } from "../pod-fields.ts";
import { celChange, celParent } from "../cel-change.ts";
import type { Rule } from "../rule.ts";
import { celFilledIn, celHeld, celInLine } from "../text/changed.ts";
import { celText } from "../text/sentence.ts";
import {
  celCovers,
  celTaint,
  celToleration,
  celTolerationText,
  covers,
  tolerationText,
} from "../toleration.ts";

const FIELD = "template.spec.tolerations";
const EVERY = "every taint";
const TOLERATIONS = "(has(variables.pod.tolerations) ? variables.pod.tolerations : [])";
const KEY = "(has(t.key) ? string(t.key) : '')";
const INJECT = "variables.rules.tolerations.inject";

const CEL_FIELD = `${celText(`${FIELD}[`)} + ${celTaint("t")} + ']'`;
const CEL_APPLIED = celInLine(`(${celTolerationText("t")})`);

const tolerationsOf = ({ template }: BatchTaskSpec) => template.spec?.tolerations ?? [];

function celChanges(): string {
  const change = celChange({
    path: "'/template/spec/tolerations/-'",
    value: celToleration("t"),
    says: celFilledIn({
      field: CEL_FIELD,
      applied: CEL_APPLIED,
    }),
  });
  const added = `${INJECT}.filter(t, !${TOLERATIONS}.exists(own, ${celCovers("own", "t")}))`;
  const list = celParent("has(variables.pod.tolerations)", "'/template/spec/tolerations'", "[]");
  return `has(variables.rules.tolerations) && has(${INJECT}) && size(${added}) > 0 ? ${list} + ${added}.map(t, ${change}) : []`;
}

/** Which taints pods may tolerate, and which they do. */
export const tolerations: Rule = {
  name: "tolerations",
  refuses: true,
  about: [
    "allowed: which taints a task may tolerate, by their keys, so that batch work stays off nodes that are kept for others; `*` stands for any characters. With an empty list, none. A toleration without a key tolerates every taint, and only `*` allows it. There is no clamping: a task that tolerates another taint is refused.",
    "inject: tolerations that every pod gets, as on a pool whose nodes have a taint. An author's own toleration of the same key and effect stays, also one that has no effect or no key, and so stands for all of them.",
    "What a policy injects needs to be in no list: not in its own `allowed`, where an author writes the same, and not in another policy's. Into a Job each policy injects by itself, so there it has to be in another policy's.",
    "A change of the policy reaches future runs only.",
  ],
  example: {
    tolerations: {
      allowed: ["batch", "example.com/spot-*"],
      inject: [{ key: "nvidia.com/gpu", operator: "Exists", effect: "NoSchedule" }],
    },
  },
  ...allowList({
    rule: "tolerations",
    values: (spec) =>
      tolerationsOf(spec).map((one) => ({
        field: FIELD,
        value: one.key || EVERY,
        as: one.key ?? "",
        whole: tolerationText(one),
      })),
    cel: `${TOLERATIONS}.map(t, {'field': '${FIELD}', 'value': ${KEY} == '' ? '${EVERY}' : ${KEY}, 'as': ${KEY}, 'whole': ${celTolerationText("t")}})`,
    filled: {
      of: ({ tolerations: rule }) => (rule?.inject ?? []).map(tolerationText),
      cel: `has(${INJECT}) && ${INJECT}.exists(t, one.whole == ${celTolerationText("t")})`,
    },
  }),
  adjust: (spec, { tolerations: inject }) => {
    const own = tolerationsOf(spec);
    const added = Object.entries(inject).filter(([, { value }]) => !own.some((one) => covers(one, value)));
    const adjustments = added.map(
      ([taint, { value, policy }]): Adjustment => ({
        field: `${FIELD}[${taint}]`,
        applied: tolerationText(value),
        rule: "tolerations",
        policy,
      }),
    );
    const after = [...own, ...added.map(([, { value }]) => defined(value))];
    return withPodFields(spec, { tolerations: after }, adjustments);
  },
  celAdjust: {
    changes: celChanges(),
    holds: `${TOLERATIONS}.map(t, ${celHeld(CEL_FIELD, CEL_APPLIED)})`,
  },
};
