/** What a policy says, or a namespace: null stands in neither. */
const NEVER_NULL = /^(variables\.rules|params|namespaceObject)\b/;

/**
 * CEL for which a field that is null counts as absent, as it does for a Job: templates leave keys behind with nothing in
 * them, and server-side apply stores them so. CEL's own `has` calls such a field present.
 */
export function nullSafe(cel: string): string {
  return cel.replaceAll(/\bhas\(([^()]+)\)/g, (has, field: string) =>
    NEVER_NULL.test(field) ? has : `(${has} && dyn(${field}) != null)`,
  );
}
