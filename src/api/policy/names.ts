import * as z from "zod";
import { allowed, hasOneOf, objectName, oneName } from "./allow-list.ts";

/** Which PriorityClass pods have. */
export const priorityClassesSchema = z
  .object({
    allowed: allowed(
      "Names of PriorityClasses, or patterns in which * stands for any characters.",
      objectName(),
    ).optional(),
    default: oneName()
      .optional()
      .describe("PriorityClass of a task that names none. The list `allowed` does not object to it."),
  })
  .meta({ "x-kubernetes-validations": [hasOneOf("allowed", "default")] });

/** By which Secrets images are pulled. */
export const imagePullSecretsSchema = z
  .object({
    allowed: allowed(
      "Names of Secrets that a task may name, or patterns in which * stands for any characters.",
      objectName(),
      0,
    ).optional(),
    inject: z
      .array(oneName())
      .min(1)
      .max(16)
      .optional()
      .meta({ "x-kubernetes-list-type": "set" })
      .describe(
        "Names of Secrets that every pod has beside the author's own. The list `allowed` does not object to them.",
      ),
  })
  .meta({ "x-kubernetes-validations": [hasOneOf("allowed", "inject")] });
