import * as z from "zod";

const OPERATORS = ["In", "NotIn", "Exists", "DoesNotExist"] as const;

const expressionSchema = z
  .object({
    key: z.string().min(1).max(317).describe("Key of a label."),
    operator: z
      .enum(OPERATORS)
      .describe("NotIn and DoesNotExist also hold for a namespace without the label."),
    values: z
      .array(z.string().max(63))
      .max(64)
      .optional()
      .meta({ "x-kubernetes-list-type": "atomic" })
      .describe("For In and NotIn."),
  })
  .meta({
    "x-kubernetes-validations": [
      {
        rule: "self.operator in ['In', 'NotIn'] ? has(self.values) && size(self.values) > 0 : !has(self.values) || size(self.values) == 0",
        message:
          "In and NotIn need values, Exists and DoesNotExist take none: add or remove values, or change the operator",
        fieldPath: ".values",
        reason: "FieldValueInvalid",
      },
    ],
  });

/** metav1.LabelSelector, matched against the labels of a namespace. */
export const namespaceSelectorSchema = z
  .object({
    matchLabels: z
      .record(z.string(), z.string().max(63))
      .optional()
      .meta({ maxProperties: 32 })
      .describe("Labels that the namespace must have, with these values."),
    matchExpressions: z
      .array(expressionSchema)
      .max(32)
      .optional()
      .meta({ "x-kubernetes-list-type": "atomic" })
      .describe("Conditions on the namespace's labels; all of them must hold."),
  })
  .describe(
    "Which namespaces the policy holds in, by their labels. Empty or absent: all. kubernetes.io/metadata.name is a label with the namespace's name.",
  );

export type NamespaceSelector = z.input<typeof namespaceSelectorSchema>;
