import * as z from "zod";

/** What happens to a value out of its bounds. */
export const ON_VIOLATION = ["Clamp", "Reject"] as const;
export type OnViolation = (typeof ON_VIOLATION)[number];

const onViolation = z
  .enum(ON_VIOLATION)
  .default("Clamp")
  .describe(
    "What happens to a value out of bounds. Clamp: the nearest bound is applied and reported. Reject: the task is refused.",
  );

/** Compares two fields of one object, where both are there. */
const ordered = (low: string, high: string, isOrdered: string, message: string) => ({
  rule: `!has(self.${low}) || !has(self.${high}) || ${isOrdered}`,
  message,
  fieldPath: `.${low}`,
  reason: "FieldValueInvalid",
});

const orders = (compare: (low: string, high: string) => string) => [
  ordered("min", "max", compare("min", "max"), "min is above max: lower min or raise max"),
  ordered("min", "default", compare("min", "default"), "min is above default: raise default or lower min"),
  ordered("default", "max", compare("default", "max"), "default is above max: lower default or raise max"),
];

/** Bounds of a whole number. An absent bound does not bind. */
export const numberBoundsSchema = (largest: number, smallest = 0) =>
  z
    .object({
      default: z
        .int()
        .min(smallest)
        .max(largest)
        .optional()
        .describe("Filled in where the author asks for nothing."),
      min: z.int().min(smallest).max(largest).optional().describe("The lowest value allowed."),
      max: z.int().min(smallest).max(largest).optional().describe("The highest value allowed."),
      onViolation,
    })
    .meta({ "x-kubernetes-validations": orders((low, high) => `self.${low} <= self.${high}`) });

/** resource.Quantity without sign and blanks; a bound is never below zero. */
const QUANTITY = String.raw`^([0-9]+(\.[0-9]*)?|\.[0-9]+)([KMGTPE]i|[numkMGTPE]|[eE][+-]?[0-9]+)?$`;

/** A quantity in a policy. */
export const quantity = () =>
  z
    .union([z.int(), z.string()])
    // meta() would make a copy and leave the generator a union that says nothing of itself.
    .register(z.globalRegistry, {
      "x-kubernetes-int-or-string": true,
      pattern: QUANTITY,
      // The pattern judges texts only.
      minimum: 0,
      maxLength: 32,
    });

const atMost = (low: string, high: string) =>
  `quantity(string(self.${low})).compareTo(quantity(string(self.${high}))) <= 0`;

/** Bounds of a resource.Quantity: "500m", "1Gi", 2. An absent bound does not bind. */
export const quantityBoundsSchema = z
  .object({
    default: quantity().optional().describe("Filled in where the author asks for nothing."),
    min: quantity().optional().describe("The lowest value allowed."),
    max: quantity().optional().describe("The highest value allowed."),
    onViolation,
  })
  .meta({ "x-kubernetes-validations": orders(atMost) });
