import * as z from "zod";
import { allowed, hasOneOf, resourcePattern } from "./allow-list.ts";
import { QUALIFIED_NAME } from "./keyed.ts";

const EFFECT = "(has(t.effect) ? t.effect : '')";

const validations = [
  {
    rule: "!has(self.operator) || self.operator != 'Exists' || !has(self.value)",
    message: "a toleration with operator Exists takes no value: remove it, or take operator Equal",
    fieldPath: ".value",
    reason: "FieldValueInvalid",
  },
  {
    rule: "!has(self.tolerationSeconds) || (has(self.effect) && self.effect == 'NoExecute')",
    message: "tolerationSeconds goes with effect NoExecute alone: set that effect, or remove it",
    fieldPath: ".tolerationSeconds",
    reason: "FieldValueInvalid",
  },
];

/** core/v1 Toleration, with a key: without one it would tolerate every taint. */
const tolerationSchema = z
  .object({
    key: z.string().min(1).max(317).regex(new RegExp(QUALIFIED_NAME)).describe("Key of the taint."),
    operator: z
      .enum(["Equal", "Exists"])
      .optional()
      .describe("Equal, also if absent: the taint has this value. Exists: it may have any."),
    value: z
      .string()
      .max(63)
      .regex(/^(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?$/)
      .optional()
      .describe("Value of the taint."),
    effect: z
      .enum(["NoSchedule", "PreferNoSchedule", "NoExecute"])
      .optional()
      .describe("Effect of the taint. Absent: all."),
    tolerationSeconds: z
      .int()
      .min(0)
      .optional()
      .describe("How long a taint with effect NoExecute is tolerated. Absent: without end."),
  })
  .meta({ "x-kubernetes-validations": validations });

/** A toleration that a policy injects. */
export type InjectedToleration = z.input<typeof tolerationSchema>;

/** Which taints pods may tolerate, and which they do. */
export const tolerationsSchema = z
  .object({
    allowed: allowed(
      "Keys of taints, or patterns in which * stands for any characters.",
      resourcePattern(),
      0,
    ).optional(),
    inject: z
      .array(tolerationSchema)
      .min(1)
      .max(16)
      .optional()
      .meta({
        "x-kubernetes-list-type": "atomic",
        "x-kubernetes-validations": [
          {
            rule: `self.all(t, self.exists_one(u, u.key == t.key && ${EFFECT.replaceAll("t.", "u.")} == ${EFFECT}))`,
            message: "two tolerations have the same key and effect: leave one of them",
            reason: "FieldValueInvalid",
          },
        ],
      })
      .describe(
        "Tolerations that every pod gets where the author has none for the same key and effect. The list `allowed` does not object to them.",
      ),
  })
  .meta({ "x-kubernetes-validations": [hasOneOf("allowed", "inject")] });
