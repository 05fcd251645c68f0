import type { BatchTaskSpec } from "../../api/batchtask.ts";
import type { Adjustment } from "../../api/status.ts";
import { celChange, celParent, celPointerKey } from "../cel-change.ts";
import { celFilledIn, celHeld } from "../text/changed.ts";
import { keyedMap } from "../keyed-map.ts";
import { affinityObjections, CEL_TERMS, celAffinity } from "../node-affinity.ts";
import { withPodFields } from "../pod-fields.ts";
import type { Rule } from "../rule.ts";
import { celSentence, celShort, celText, sentence, short } from "../text/sentence.ts";

const FIELD = "template.spec.nodeSelector";

const selectorOf = ({ template }: BatchTaskSpec): Record<string, string> => template.spec?.nodeSelector ?? {};

const NODE_NAME = "template.spec.nodeName";
const NAMED =
  "spec.{field} is {asked}, and policy {policy} bounds which nodes may be asked for: remove it, and use nodeSelector";

type Judging = Pick<Required<Rule>, "objections" | "cel">;

/** A pod that names its node goes round the scheduler, and so round its nodeSelector; affinity may go round it, too. */
function closed({ objections, cel }: Judging): Judging {
  return {
    objections: (spec, policy) => [
      ...objections(spec, policy),
      ...affinityObjections(spec, policy),
      ...nodeNamed(spec, policy),
    ],
    cel: (shown) => {
      const value = "variables.pod.nodeName";
      const slots = { field: celText(NODE_NAME), asked: celShort(value), policy: "variables.policy" };
      const isNamed = `${shown.refusals} && has(variables.rules.nodeSelector) && has(${value}) && ${value} != ''`;
      return `(${cel(shown)}) + (${celAffinity(shown)}) + (${isNamed} ? [${celSentence(NAMED, slots)}] : [])`;
    },
  };
}

const nodeNamed: Judging["objections"] = (spec, { name: policy, rules }) => {
  const asked = spec.template.spec?.nodeName ?? "";
  if (asked === "" || !rules.nodeSelector) return [];
  const message = sentence(NAMED, { field: NODE_NAME, asked: short(asked), policy });
  return [{ field: NODE_NAME, asked, action: "Reject", message }];
};
const CEL_FIELD = `${celText(`${FIELD}[`)} + key + ']'`;
const INJECT = "variables.rules.nodeSelector.inject";

function celChanges(): string {
  const applied = `${INJECT}[key]`;
  const change = celChange({
    path: `'/template/spec/nodeSelector/' + ${celPointerKey("key")}`,
    value: applied,
    says: celFilledIn({ field: CEL_FIELD, applied }),
  });
  const keys = `${INJECT}.filter(key, !(key in variables.nodeSelector))`;
  const map = celParent("has(variables.pod.nodeSelector)", "'/template/spec/nodeSelector'");
  return `has(variables.rules.nodeSelector) && has(${INJECT}) && size(${keys}) > 0 ? ${map} + ${keys}.map(key, ${change}) : []`;
}

/** Which nodes pods may ask for. */
export const nodeSelector: Rule = {
  name: "nodeSelector",
  refuses: true,
  about: [
    "required: keys that the pod's nodeSelector must have, so that batch work stays in its pool; affinity does not do instead. A task without one is refused; there is no clamping.",
    "values: what the value of a key may be where the nodeSelector has it, as names or patterns in which `*` stands for any characters.",
    "inject: what every pod's nodeSelector gets, where the author has nothing under the key. An author's own value stays: bound it by `values`.",
    "A node has to meet nodeSelector and required node affinity both, so affinity is no way round a key that the nodeSelector has, be it required, injected or the author's own. Where it has not, `values` holds for the affinity, too: requiredDuringSchedulingIgnoredDuringExecution may ask for such a key by operator In alone, and for values that are allowed.",
    "Its matchFields, which name a node, are refused where the policy has this rule, and so is nodeName, which goes round every scheduler. Preferred affinity binds nobody, and affinity between pods speaks of pods: both are left alone.",
    "A change of the policy reaches future runs only.",
  ],
  example: {
    nodeSelector: { values: { pool: ["batch", "gpu-*"] }, inject: { pool: "batch" } },
  },
  ...closed(
    keyedMap({
      rule: "nodeSelector",
      field: FIELD,
      of: selectorOf,
      cel: "variables.nodeSelector",
      replaces: false,
      words: {
        missing: "spec.{field} is absent, and policy {policy} asks for it: add the key to the nodeSelector",
        empty: "spec.{field} is empty, and policy {policy} asks for a value: give the key one",
        other: "spec.{field} is {asked}, and policy {policy} allows {allowed}: use one of these",
      },
    }),
  ),
  variables: {
    nodeSelector: "has(variables.pod.nodeSelector) ? variables.pod.nodeSelector : {}",
    nodeTerms: CEL_TERMS,
  },
  adjust: (spec, { nodeSelector: inject }) => {
    const before = selectorOf(spec);
    const added = Object.entries(inject).filter(([key]) => !Object.hasOwn(before, key));
    const after = { ...before, ...Object.fromEntries(added.map(([key, { value }]) => [key, value])) };
    const adjustments = added.map(
      ([key, { value, policy }]): Adjustment => ({
        field: `${FIELD}[${key}]`,
        applied: value,
        rule: "nodeSelector",
        policy,
      }),
    );
    return withPodFields(spec, { nodeSelector: after }, adjustments);
  },
  celAdjust: {
    changes: celChanges(),
    holds: `variables.nodeSelector.map(key, ${celHeld(CEL_FIELD, "variables.nodeSelector[key]")})`,
  },
};
