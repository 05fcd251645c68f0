import * as z from "zod";
import { isKeyOf } from "./keyed.ts";

const INT32 = 2_147_483_647;

/** How many tasks with the same value of a label run at the same time. */
export const maxActivePerLabelSchema = z
  .array(
    z.object({
      label: z
        .string()
        .min(1)
        .max(317)
        .meta({ "x-kubernetes-validations": [isKeyOf("label", "self")] })
        .describe("Key of a label of the pods, else of the task itself."),
      max: z
        .int()
        .min(0)
        .max(INT32)
        .describe(
          "How many tasks with one value of it run at the same time, over all namespaces of the policy.",
        ),
    }),
  )
  .min(1)
  .max(8)
  .meta({ "x-kubernetes-list-type": "map", "x-kubernetes-list-map-keys": ["label"] });

/** One of them. */
export type MaxActivePerLabel = z.input<typeof maxActivePerLabelSchema>[number];
