import * as z from "zod";
import { hasOneOf } from "./allow-list.ts";

/** Kubernetes' own limit (IsValidUserID and IsValidGroupID). */
const INT32 = 2_147_483_647;

const id = (least: 0 | 1) => z.int().min(least).max(INT32).optional();

const podDefault = z
  .object({
    runAsNonRoot: z
      .literal(true)
      .optional()
      .describe("The kubelet starts no container as root. Not filled in where the author asks for user 0."),
    runAsUser: id(1).describe("User of the containers' processes."),
    runAsGroup: id(0).describe("Their primary group."),
    fsGroup: id(0).describe("Group that volumes belong to."),
    seccompProfile: z
      .object({ type: z.literal("RuntimeDefault").describe("The container runtime's own profile.") })
      .optional()
      .describe("Which system calls are allowed."),
  })
  .meta({
    "x-kubernetes-validations": [
      hasOneOf("runAsNonRoot", "runAsUser", "runAsGroup", "fsGroup", "seccompProfile"),
    ],
  });

const containerDefault = z
  .object({
    allowPrivilegeEscalation: z
      .literal(false)
      .optional()
      .describe(
        "No process gains more rights than its parent. Not filled in where a container is privileged.",
      ),
    readOnlyRootFilesystem: z.literal(true).optional().describe("Nothing can be written but to volumes."),
    runAsNonRoot: z
      .literal(true)
      .optional()
      .describe(
        "The kubelet does not start it as root. Not filled in where the pod has it, or asks for user 0.",
      ),
    capabilities: z
      .object({
        drop: z
          .array(
            z
              .string()
              .max(64)
              .regex(/^[A-Z][A-Z0-9_]*$/),
          )
          .min(1)
          .max(32)
          .meta({ "x-kubernetes-list-type": "atomic" })
          .describe("ALL, or names of capabilities; those that the author adds stay."),
      })
      .optional()
      .describe("Capabilities of Linux."),
  })
  .meta({
    "x-kubernetes-validations": [
      hasOneOf("allowPrivilegeEscalation", "readOnlyRootFilesystem", "runAsNonRoot", "capabilities"),
    ],
  });

export type PodSecurityDefault = z.input<typeof podDefault>;
export type ContainerSecurityDefault = z.input<typeof containerDefault>;

/** What pods have in their securityContext where the author says nothing. */
export const podSecurityContextSchema = z.object({
  default: podDefault.describe("Filled in field by field, where the author says nothing."),
});

/** The same of containers. */
export const containerSecurityContextSchema = z.object({
  default: containerDefault.describe("Filled in field by field, where the author says nothing."),
});
