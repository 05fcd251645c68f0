import * as z from "zod";
import { RESOURCE_PATTERN } from "./allow-list.ts";
import { quantity, quantityBoundsSchema } from "./bounds.ts";

const resourceName = {
  rule: "self.all(name, name in ['cpu', 'memory', 'ephemeral-storage'] || name.startsWith('hugepages-') || name.matches('^[a-z0-9]([-a-z0-9.]*[a-z0-9])?/[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?$'))",
  message:
    "a resource is cpu, memory, ephemeral-storage, hugepages-SIZE, or has a domain, as in nvidia.com/gpu: correct the name (podResources takes patterns, too)",
  reason: "FieldValueInvalid",
};

/**
 * Kubernetes 1.30 takes a value that may be a number or a text for as long as a whole request, whatever its maxLength,
 * and refuses the CRD for what the order of the bounds of an eighth name could cost.
 */
const MOST_NAMES = 7;

/** Bounds of what each container asks for. */
export const resourceBounds = () =>
  z
    .record(z.string(), quantityBoundsSchema)
    .optional()
    .meta({ maxProperties: MOST_NAMES, "x-kubernetes-validations": [resourceName] });

/** A resource is counted by its whole name: a pattern alone in front of cpu would count apples and pears together. */
const isResourcePattern = {
  rule: `self.all(name, name in ['cpu', 'memory', 'ephemeral-storage'] || name.startsWith('hugepages-') || (name.contains('/') && name.matches('${RESOURCE_PATTERN.source}')))`,
  message:
    "a resource is cpu, memory, ephemeral-storage, hugepages-SIZE, or has a domain, as in nvidia.com/gpu, with * for any characters, as in nvidia.com/*: correct the name",
  reason: "FieldValueInvalid",
};

const sums = () =>
  z
    .record(z.string(), z.object({ max: quantity().describe("The highest sum allowed.") }))
    .optional()
    .meta({ maxProperties: 16, "x-kubernetes-validations": [isResourcePattern] });

/** What may be asked for in sum. */
export const sumsSchema = (of: string) =>
  z.object({
    requests: sums().describe(`Most that ${of} may request in all, by name or pattern of the resource.`),
    limits: sums().describe(`Highest sum of the limits of ${of}, by name or pattern of the resource.`),
  });
