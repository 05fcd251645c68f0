import { celMetadataChanges, celMetadataHolds } from "../cel-metadata.ts";
import { keyedMap } from "../keyed-map.ts";
import type { Rule } from "../rule.ts";
import { changedOf, metadataOf, withMetadata } from "../template-metadata.ts";

const ANNOTATIONS = "variables.templateAnnotations";

/** Annotations that pods must have, and annotations that they get. */
export const annotations: Rule = {
  name: "annotations",
  refuses: true,
  about: [
    "required: annotations that the pod template must have, with a value. A task without one is refused; there is no clamping.",
    "values: what an annotation's value may be where it is there, as texts or patterns in which `*` stands for any characters.",
    "inject: annotations that every pod gets, as for a service mesh or the cluster's autoscaler. A value of the author's own is replaced, and reported.",
    "A policy that both requires and injects an annotation does not refuse a task for it. Annotations under batchtask.dev/ are the operator's own.",
    "A change of the policy reaches future runs only.",
  ],
  example: {
    annotations: {
      required: ["example.com/owner"],
      inject: { "cluster-autoscaler.kubernetes.io/safe-to-evict": "false" },
    },
  },
  ...keyedMap({
    rule: "annotations",
    field: "template.metadata.annotations",
    of: (spec) => metadataOf(spec, "annotations"),
    cel: ANNOTATIONS,
    replaces: true,
    words: {
      missing: "spec.{field} is absent, and policy {policy} asks for it: add the annotation to the template",
      empty: "spec.{field} is empty, and policy {policy} asks for a value: give the annotation one",
      other:
        "spec.{field} is {asked}, and policy {policy} allows {allowed}: give the annotation one of these values",
    },
  }),
  variables: {
    templateAnnotations:
      "has(variables.spec.template.metadata) && has(variables.spec.template.metadata.annotations) ? variables.spec.template.metadata.annotations : {}",
  },
  adjust: (spec, { annotations: inject }) =>
    withMetadata(spec, "annotations", changedOf(inject, metadataOf(spec, "annotations"))),
  celAdjust: {
    changes: celMetadataChanges({ part: "annotations", own: ANNOTATIONS }),
    holds: celMetadataHolds("annotations", ANNOTATIONS),
  },
};
