import * as z from "zod";

/** No other character of a regular expression but dots, which stand for themselves, and *. */
export const NAME_PATTERN = /^[A-Za-z0-9._:*-]+$/;
export const RESOURCE_PATTERN = /^[A-Za-z0-9._/*-]+$/;

/** Names or patterns, one of which a value must match. */
export const allowed = (what: string, item: z.ZodString, least: 0 | 1 = 1) =>
  z.array(item).min(least).max(64).meta({ "x-kubernetes-list-type": "set" }).describe(what);

/** A rule that is such a list and nothing else. */
export const allowList = (what: string, item: z.ZodString, least: 0 | 1 = 1) =>
  z.object({ allowed: allowed(what, item, least) });

/** Of a rule of several parts: it has one of them. */
export const hasOneOf = (...parts: readonly string[]) => ({
  rule: parts.map((part) => `has(self.${part})`).join(" || "),
  message: `the rule says nothing: set ${parts.join(" or ")}, or remove it`,
  reason: "FieldValueInvalid",
});

/** Name of one object (RFC 1123 subdomain). */
export const oneName = () =>
  z
    .string()
    .min(1)
    .max(253)
    .regex(/^[a-z0-9]([-a-z0-9]*[a-z0-9])?([.][a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/);
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
/** Name of a time zone, or a pattern of such names; a + would be one of a regular expression. */
export const timeZonePattern = () =>
  z
    .string()
    .min(1)
    .max(64)
    .regex(/^[A-Za-z0-9_/*-]+$/);
