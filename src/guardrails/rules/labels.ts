import { celMetadataChanges, celMetadataHolds } from "../cel-metadata.ts";
import { celInherited } from "../inherited.ts";
import { keyedMap } from "../keyed-map.ts";
import type { Rule } from "../rule.ts";
import { changedOf, metadataOf, withMetadata } from "../template-metadata.ts";

const INJECT = "variables.rules.labels.inject";
const LABELS = "variables.templateLabels";
const FROM = "variables.rules.labels.fromNamespace";

/** CEL: keys of labels that come from the namespace: not what the author has, nor what is injected. */
const INHERITED = `(has(${FROM}) ? ${FROM}.filter(key, !(key in ${LABELS}) && !(has(${INJECT}) && key in ${INJECT}) && ${celInherited("key", FROM)}) : [])`;

/** Labels that pods must have, and labels that they get. */
export const labels: Rule = {
  name: "labels",
  refuses: true,
  about: [
    "required: labels that the pod template must have, with a value, for costs, ownership and network policies. A task without one is refused; there is no clamping.",
    "values: what a label's value may be where it is there, as names or patterns in which `*` stands for any characters.",
    "inject: labels that every pod gets. A value of the author's own is replaced, and reported.",
    "fromNamespace: labels that every pod gets from its namespace: by the key of the pod's label, the key of the namespace's. An author's own label stays. Where the namespace has no such label, or an empty one, nothing is filled in. A label of the namespace that changes reaches future runs only, and starts none.",
    "A policy that both requires and injects a label, or has it from the namespace, does not refuse a task for it. Labels under batchtask.dev/ are the operator's own.",
    "A change of the policy reaches future runs only.",
  ],
  example: {
    labels: {
      required: ["team", "cost-centre"],
      values: { team: ["red", "blue-*"] },
      inject: { workload: "batch" },
      fromNamespace: { "cost-centre": "example.com/cost-centre" },
    },
  },
  ...keyedMap({
    rule: "labels",
    field: "template.metadata.labels",
    of: (spec) => metadataOf(spec, "labels"),
    cel: LABELS,
    replaces: true,
    words: {
      missing: "spec.{field} is absent, and policy {policy} asks for it: add the label to the template",
      missingThere:
        "spec.{field} is absent, and policy {policy} asks for it: add the label to the template, or {source} to the namespace",
      empty: "spec.{field} is empty, and policy {policy} asks for a value: give the label one",
      other:
        "spec.{field} is {asked}, and policy {policy} allows {allowed}: give the label one of these values",
    },
  }),
  adjust: (spec, { labels: inject, inheritedLabels }) => {
    const before = metadataOf(spec, "labels");
    const inherited = Object.entries(inheritedLabels).filter(
      ([key]) => !Object.hasOwn(before, key) && !Object.hasOwn(inject, key),
    );
    return withMetadata(spec, "labels", [...changedOf(inject, before), ...inherited]);
  },
  celAdjust: {
    changes: celMetadataChanges({
      part: "labels",
      own: LABELS,
      hasMetadata: "size(variables.annotationsChanges) > 0",
      filled: { keys: INHERITED, value: `variables.labels[${FROM}[key]]` },
    }),
    holds: celMetadataHolds("labels", LABELS),
  },
};
