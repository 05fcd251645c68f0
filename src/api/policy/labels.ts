import * as z from "zod";
import {
  allowedValues,
  injected,
  isKeyOf,
  keys,
  labelPattern,
  labelValue,
  ownPrefix,
  QUALIFIED_NAME,
} from "./keyed.ts";

const isLabelKey = isKeyOf("label");

/** Kubernetes' own labels on a Job's pods; any other value of theirs makes the Job invalid. */
const isNoJobLabel = {
  rule: "self.all(key, !(key in ['job-name', 'controller-uid', 'batch.kubernetes.io/job-name', 'batch.kubernetes.io/controller-uid']))",
  message: "Kubernetes sets this label of a Job's pods itself: choose another one",
  reason: "FieldValueForbidden",
};

/** Labels of the pods. */
export const labelsSchema = z.object({
  required: keys(isLabelKey, ownPrefix("label", "required")).describe(
    "Keys of labels that the pod template must have, with a value. One that this policy injects need not be there, nor one that the namespace gives.",
  ),
  values: allowedValues(labelPattern(), isLabelKey, ownPrefix("label", "bounded")).describe(
    "What a label's value may be where the pod template has it, by the label's key: values, or patterns in which * stands for any characters.",
  ),
  inject: injected(labelValue(), isLabelKey, isNoJobLabel, ownPrefix("label", "injected")).describe(
    "Labels that every pod gets; a value of the author's own is replaced.",
  ),
  fromNamespace: z
    .record(z.string(), z.string().min(1).max(317).regex(new RegExp(QUALIFIED_NAME)))
    .optional()
    .meta({
      maxProperties: 16,
      "x-kubernetes-validations": [isLabelKey, isNoJobLabel, ownPrefix("label", "filled in")],
    })
    .describe(
      "Labels that every pod gets from its namespace where the author has none: by the key of the pod's label, the key of the namespace's.",
    ),
});

/** Which nodes pods may ask for. */
export const nodeSelectorSchema = z.object({
  required: keys(isLabelKey).describe(
    "Keys that the pod's nodeSelector must have, with a value. One that this policy injects need not be there.",
  ),
  values: allowedValues(labelPattern(), isLabelKey).describe(
    "What the nodeSelector's value may be where it has the key, by key: values, or patterns in which * stands for any characters.",
  ),
  inject: injected(labelValue(), isLabelKey).describe(
    "What every pod's nodeSelector gets where the author has nothing under the key.",
  ),
});
