import * as z from "zod";
import { objectName } from "./allow-list.ts";

/** Rules that somebody can be exempt from: those that bound or refuse something. */
export const EXEMPTABLE = [
  "backoffLimit",
  "startDeadlineSeconds",
  "activeDeadlineSeconds",
  "ttlSecondsAfterFinished",
  "parallelism",
  "completions",
  "resources",
  "resourceNames",
  "resourceClaims",
  "podResources",
  "taskResources",
  "emptyDirs",
  "emptyDirMediums",
  "images",
  "serviceAccounts",
  "imagePullSecrets",
  "priorityClasses",
  "runtimeClasses",
  "schedulers",
  "tolerations",
  "nodeSelector",
  "labels",
  "annotations",
  "restartPolicies",
  "spreadSeconds",
  "scheduleTimeZones",
  "scheduleInterval",
] as const;

/** Who is exempt from which rules, why, and until when. */
export const exemptionSchema = z.object({
  namespace: objectName().describe(
    "Name of the namespace, or a pattern in which * stands for any characters.",
  ),
  name: objectName()
    .optional()
    .describe("Name of the task, or a pattern in which * stands for any characters. Absent: all."),
  matchLabels: z
    .record(z.string(), z.string().max(63))
    .optional()
    .meta({ maxProperties: 8 })
    .describe(
      "Labels that the task must have in its metadata, with these values. Whoever may write the task may set them.",
    ),
  rules: z
    .array(z.enum(EXEMPTABLE))
    .min(1)
    .max(EXEMPTABLE.length)
    .meta({ "x-kubernetes-list-type": "set" })
    .describe(
      "Rules that do not bind: nothing is clamped or refused for them. What they fill in or inject stays.",
    ),
  reason: z.string().min(1).max(256).describe("Why; shown wherever the exemption is."),
  until: z
    .string()
    .max(40)
    .meta({ format: "date-time" })
    .describe("When it ends: from then on the rules hold again. An end within seven days is warned of."),
});

export type Exemption = z.output<typeof exemptionSchema>;

/** An end that is nearer than this is warned of: milliseconds. */
export const ENDING_MS = 7 * 24 * 3_600_000;
