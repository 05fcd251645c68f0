import type { BatchTaskSpec } from "../../api/batchtask.ts";
import { GROUP } from "../../api/group.ts";
import type { Objection, Rule } from "../rule.ts";
import { celSentence, celShort, sentence, short } from "../text/sentence.ts";

const PREFIX = `${GROUP}/`;
const SENTENCES = {
  finalizers:
    "spec.template.metadata.finalizers is {asked}, and policy baseline allows none, because pods would never go away: remove it",
  labels:
    "spec.template.metadata.labels has {asked}, and policy baseline keeps batchtask.dev/ for the operator: remove the label",
  annotations:
    "spec.template.metadata.annotations has {asked}, and policy baseline keeps batchtask.dev/ for the operator: remove the annotation",
};
type Part = keyof typeof SENTENCES;
const MAPS = ["labels", "annotations"] as const;

const objection = (part: Part, asked: string): Objection => ({
  field: `template.metadata.${part}`,
  asked,
  action: "Reject",
  message: sentence(SENTENCES[part], { asked: short(asked) }),
});

const META = "object.spec.template.metadata";
const message = (part: Part, asked: string) => celSentence(SENTENCES[part], { asked: celShort(asked) });

/**
 * What a template's metadata may not have, whatever the policies say. ownerReferences are not in
 * the schema at all (src/crd/schema/exclusions.ts).
 */
export const reservedMetadata: Rule = {
  name: "reservedMetadata",
  about: [
    "Finalizers, and labels and annotations under batchtask.dev/, are refused in a pod template; ownerReferences are no field of it.",
    "It holds always, without a policy.",
  ],
  objections: (spec: BatchTaskSpec) => {
    const { finalizers = [], ...metadata } = spec.template.metadata ?? {};
    const own = MAPS.flatMap((part) =>
      Object.keys(metadata[part] ?? {})
        .filter((key) => key.startsWith(PREFIX))
        .map((key) => objection(part, key)),
    );
    return finalizers.length > 0 ? [objection("finalizers", finalizers.join(", ")), ...own] : own;
  },
  cel: () => {
    const finalizers = `${META}.finalizers`;
    const lists = [
      `(has(${finalizers}) && size(${finalizers}) > 0 ? [${message("finalizers", `${finalizers}.join(', ')`)}] : [])`,
      ...MAPS.map(
        (part) =>
          `(has(${META}.${part}) ? ${META}.${part}.map(key, key.startsWith('${PREFIX}'), ${message(part, "key")}) : [])`,
      ),
    ];
    return `has(${META}) ? ${lists.join(" + ")} : []`;
  },
};
