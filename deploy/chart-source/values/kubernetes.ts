import { z } from "zod";

/** A DNS label: names of namespaces. */
export const dnsLabel = () =>
  z
    .string()
    .max(63)
    .regex(/^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/);

/** A DNS label, or nothing, with room for a suffix. */
export const shortName = () =>
  z
    .string()
    .max(40)
    .regex(/^([a-z0-9]([-a-z0-9]*[a-z0-9])?)?$/);

/** A DNS subdomain, or nothing. */
export const optionalName = () =>
  z
    .string()
    .max(253)
    .regex(/^([a-z0-9]([-.a-z0-9]*[a-z0-9])?)?$/);

export const port = () => z.int().min(1).max(65_535);

/** Labels, annotations, selectors. */
export const strings = () => z.record(z.string(), z.string()).default({});

/** A part of a Kubernetes object that the chart hands through and the API server judges. */
export const passedThrough = () => z.record(z.string(), z.unknown());

const quantity = z.union([z.string().regex(/^[0-9.]+([eE][-+]?[0-9]+|[numkMGTPE]|[KMGTPE]i)?$/), z.number()]);

/** Requests and limits of a container. */
export const resources = () =>
  z.strictObject({
    requests: z.record(z.string(), quantity).optional().describe("Reserved on the node, by resource."),
    limits: z.record(z.string(), quantity).optional().describe("At most this much, by resource."),
  });

export const toleration = z.strictObject({
  key: z.string().optional().describe("Key of the taint."),
  operator: z.enum(["Exists", "Equal", "Lt", "Gt"]).optional().describe("How value is compared."),
  value: z.string().optional().describe("Value of the taint."),
  effect: z.enum(["NoSchedule", "PreferNoSchedule", "NoExecute"]).optional().describe("Effect of the taint."),
  tolerationSeconds: z.int().optional().describe("How long a NoExecute taint is borne."),
});
