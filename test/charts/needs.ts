import type { JobSpec } from "../../src/api/job.ts";
import { isRecord } from "../../src/kube/json.ts";
import type { KubeObject } from "../../src/kube/object.ts";

type Keys = Map<string, Set<string>>;

interface Needs {
  ConfigMap: Keys;
  Secret: Keys;
  ServiceAccount: Keys;
}

/** ConfigMaps, Secrets and ServiceAccounts that a pod template names, with the keys that it asks for. */
export function needsOf({ template }: JobSpec): KubeObject[] {
  const needs: Needs = { ConfigMap: new Map(), Secret: new Map(), ServiceAccount: new Map() };
  const pod = template.spec;
  if (pod?.serviceAccountName) need(needs.ServiceAccount, pod.serviceAccountName);
  visit(pod, needs);
  return [
    ...objects("ConfigMap", needs.ConfigMap, "data"),
    ...objects("Secret", needs.Secret, "stringData"),
    ...objects("ServiceAccount", needs.ServiceAccount, undefined),
  ];
}

function need(keys: Keys, name: unknown, wanted?: unknown): void {
  if (typeof name !== "string" || name === "") return;
  const known = keys.get(name) ?? new Set();
  keys.set(name, known);
  if (typeof wanted === "string") known.add(wanted);
}

/** The fields of a pod that name a ConfigMap or Secret, with where the name and the keys stand in them. */
function visit(value: unknown, needs: Needs): void {
  if (Array.isArray(value)) for (const item of value) visit(item, needs);
  if (!isRecord(value)) return;
  for (const [field, inner] of Object.entries(value)) {
    const keys = keysOf(field, needs);
    if (keys && isRecord(inner)) refer(keys, inner);
    visit(inner, needs);
  }
}

function keysOf(field: string, needs: Needs): Keys | undefined {
  if (field.startsWith("secret")) return needs.Secret;
  return field.startsWith("configMap") ? needs.ConfigMap : undefined;
}

function refer(keys: Keys, inner: Record<string, unknown>): void {
  const name = inner["name"] ?? inner["secretName"];
  need(keys, name, inner["key"]);
  const items: unknown[] = Array.isArray(inner["items"]) ? inner["items"] : [];
  for (const item of items) if (isRecord(item)) need(keys, name, item["key"]);
}

function objects(kind: string, keys: Keys, field: string | undefined): KubeObject[] {
  return [...keys].map(([name, wanted]) => ({
    apiVersion: "v1",
    kind,
    metadata: { name },
    ...(field !== undefined && { [field]: Object.fromEntries([...wanted].map((key) => [key, "x"])) }),
  }));
}
