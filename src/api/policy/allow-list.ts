import * as z from "zod";

/** No other character of a regular expression but dots, which stand for themselves, and *. */
export const NAME_PATTERN = /^[A-Za-z0-9._:*-]+$/;
export const RESOURCE_PATTERN = /^[A-Za-z0-9._/*-]+$/;

/** A list of names or patterns, one of which a value must match. */
export const allowList = (what: string, item: z.ZodString, least: 0 | 1 = 1) =>
  z.object({
    allowed: z.array(item).min(least).max(64).meta({ "x-kubernetes-list-type": "set" }).describe(what),
  });

/** Name of an object, or a pattern of such names. */
export const objectName = () => z.string().min(1).max(253).regex(NAME_PATTERN);
/** Name of a user as the API server knows it, or a pattern of such names. */
export const userPattern = () =>
  z
    .string()
    .min(1)
    .max(253)
    .regex(/^[A-Za-z0-9._:@/*-]+$/);
/** Name of a resource, or a pattern of such names. */
export const resourcePattern = () => z.string().min(1).max(317).regex(RESOURCE_PATTERN);
