import * as z from "zod";
import { NAME_PATTERN } from "./allow-list.ts";

const ownPrefix = (verb: string) => ({
  rule: `self.all(key, !key.startsWith('batchtask.dev/'))`,
  message: `labels under batchtask.dev/ are the operator's own and can't be ${verb}: choose another prefix`,
  reason: "FieldValueForbidden",
});

/** Key of a label or a taint (IsQualifiedName in apimachinery). */
export const QUALIFIED_NAME =
  "^([a-z0-9]([-a-z0-9]*[a-z0-9])?([.][a-z0-9]([-a-z0-9]*[a-z0-9])?)*/)?([A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?)$";

const isKey = (key: string): string =>
  `size(${key}.split('/')[0]) <= 253 && size(${key}) <= 317 && ${key}.matches('${QUALIFIED_NAME}')`;

/** @param self what is a key; absent: each key of a list or a map is one */
export const isLabelKey = (self?: string) => ({
  rule: self === undefined ? `self.all(key, ${isKey("key")})` : isKey(self),
  message:
    "a key of a label is a name of letters, digits, -, _ and ., with a DNS name and / before it if you like: change the key",
  reason: "FieldValueInvalid",
});

/** Kubernetes' own labels on a Job's pods; any other value of theirs makes the Job invalid. */
const isNoJobLabel = {
  rule: "self.all(key, !(key in ['job-name', 'controller-uid', 'batch.kubernetes.io/job-name', 'batch.kubernetes.io/controller-uid']))",
  message: "Kubernetes sets this label of a Job's pods itself: choose another one",
  reason: "FieldValueForbidden",
};

/** Keys that must be there. */
const keys = (...rules: object[]) =>
  z
    .array(z.string().min(1).max(317))
    .min(1)
    .max(32)
    .optional()
    .meta({ "x-kubernetes-list-type": "set", "x-kubernetes-validations": [isLabelKey(), ...rules] });

/** By key, the values that are allowed. */
const allowedValues = (...rules: object[]) =>
  z
    .record(z.string(), z.array(z.string().min(1).max(63).regex(NAME_PATTERN)).min(1).max(32))
    .optional()
    .meta({ maxProperties: 16, "x-kubernetes-validations": [isLabelKey(), ...rules] });

/** By key, the value that is put in. */
const injected = (...rules: object[]) =>
  z
    .record(
      z.string(),
      z
        .string()
        .max(63)
        .regex(/^(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?$/),
    )
    .optional()
    .meta({ maxProperties: 32, "x-kubernetes-validations": [isLabelKey(), ...rules] });

/** Labels of the pods. */
export const labelsSchema = z.object({
  required: keys(ownPrefix("required")).describe(
    "Keys of labels that the pod template must have, with a value. One that this policy injects need not be there, nor one that the namespace gives.",
  ),
  values: allowedValues(ownPrefix("bounded")).describe(
    "What a label's value may be where the pod template has it, by the label's key: values, or patterns in which * stands for any characters.",
  ),
  inject: injected(isNoJobLabel, ownPrefix("injected")).describe(
    "Labels that every pod gets; a value of the author's own is replaced.",
  ),
  fromNamespace: z
    .record(z.string(), z.string().min(1).max(317).regex(new RegExp(QUALIFIED_NAME)))
    .optional()
    .meta({
      maxProperties: 16,
      "x-kubernetes-validations": [isLabelKey(), isNoJobLabel, ownPrefix("filled in")],
    })
    .describe(
      "Labels that every pod gets from its namespace where the author has none: by the key of the pod's label, the key of the namespace's.",
    ),
});

/** Which nodes pods may ask for. */
export const nodeSelectorSchema = z.object({
  required: keys().describe(
    "Keys that the pod's nodeSelector must have, with a value. One that this policy injects need not be there.",
  ),
  values: allowedValues().describe(
    "What the nodeSelector's value may be where it has the key, by key: values, or patterns in which * stands for any characters.",
  ),
  inject: injected().describe(
    "What every pod's nodeSelector gets where the author has nothing under the key.",
  ),
});
