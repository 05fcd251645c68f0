import { isObject } from "./canonical.ts";

/**
 * The fields of a pod template that are maps in Kubernetes' Go types, or structs held by value. Where a field is a
 * pointer, as `emptyDir` is, an empty object says something: it stays.
 */
const NOTHING_WHEN_EMPTY: ReadonlySet<string> = new Set([
  "annotations",
  "labels",
  "limits",
  "matchLabels",
  "metadata",
  "nodeSelector",
  "options",
  "overhead",
  "requests",
  "resources",
  "volumeAttributes",
]);

/**
 * A value of which empty lists and maps are left out: Kubernetes takes them for absent (Semantic.DeepEqual in
 * apimachinery's pkg/api/equality, by which a Deployment tells whether its template was edited).
 */
export function withoutEmpties(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutEmpties);
  if (!isObject(value)) return value;
  const fields = Object.entries(value).map(([name, inner]) => [name, withoutEmpties(inner)] as const);
  return Object.fromEntries(fields.filter(([name, inner]) => !saysNothing(name, inner)));
}

function saysNothing(name: string, value: unknown): boolean {
  if (Array.isArray(value)) return value.length === 0;
  return NOTHING_WHEN_EMPTY.has(name) && isObject(value) && Object.keys(value).length === 0;
}
