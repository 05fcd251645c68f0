import * as z from "zod";
import { NAME_PATTERN } from "./allow-list.ts";

/** Key of a label, an annotation or a taint (IsQualifiedName in apimachinery). */
export const QUALIFIED_NAME =
  "^([a-z0-9]([-a-z0-9]*[a-z0-9])?([.][a-z0-9]([-a-z0-9]*[a-z0-9])?)*/)?([A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?)$";

/** A rule of a CRD about the keys of a list or a map. */
type KeyRule = { rule: string; message: string; reason: string };

export const ownPrefix = (what: "label" | "annotation", verb: string): KeyRule => ({
  rule: `self.all(key, !key.startsWith('batchtask.dev/'))`,
  message: `${what}s under batchtask.dev/ are the operator's own and can't be ${verb}: choose another prefix`,
  reason: "FieldValueForbidden",
});

const isKey = (key: string): string =>
  `size(${key}.split('/')[0]) <= 253 && size(${key}) <= 317 && ${key}.matches('${QUALIFIED_NAME}')`;

/** @param self what is a key; absent: each key of a list or a map is one */
export const isKeyOf = (what: "label" | "annotation", self?: string): KeyRule => ({
  rule: self === undefined ? `self.all(key, ${isKey("key")})` : isKey(self),
  message: `a key of ${what === "label" ? "a" : "an"} ${what} is a name of letters, digits, -, _ and ., with a DNS name and / before it if you like: change the key`,
  reason: "FieldValueInvalid",
});

/** Keys that must be there. */
export const keys = (...rules: KeyRule[]) =>
  z
    .array(z.string().min(1).max(317))
    .min(1)
    .max(32)
    .optional()
    .meta({ "x-kubernetes-list-type": "set", "x-kubernetes-validations": rules });

/** One of the values that are allowed of a label. */
export const labelPattern = () => z.string().min(1).max(63).regex(NAME_PATTERN);

/** By key, the values that are allowed. */
export const allowedValues = (pattern: z.ZodString, ...rules: KeyRule[]) =>
  z
    .record(z.string(), z.array(pattern).min(1).max(32))
    .optional()
    .meta({ maxProperties: 16, "x-kubernetes-validations": rules });

/** Value of a label. */
export const labelValue = () =>
  z
    .string()
    .max(63)
    .regex(/^(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?$/);

/** By key, the value that is put in. */
export const injected = (value: z.ZodString, ...rules: KeyRule[]) =>
  z.record(z.string(), value).optional().meta({ maxProperties: 32, "x-kubernetes-validations": rules });
