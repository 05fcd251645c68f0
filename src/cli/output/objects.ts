import type { KubeObject } from "../../kube/object.ts";
import type { Format } from "./format.ts";

/** The text of objects for -o json, yaml and name; several of them as a List, as kubectl has it. */
export async function objectsText(
  objects: readonly KubeObject[],
  format: Format & { kind: "json" | "yaml" | "name" },
  options: { list?: boolean } = {},
): Promise<string> {
  if (format.kind === "name") return objects.map((object) => `${nameOf(object)}\n`).join("");
  const value = listOf(objects, options);
  if (format.kind === "json") return `${JSON.stringify(value, undefined, 4)}\n`;
  return await yamlText(value);
}

/** One object as it is, several or none as a List. */
export function listOf(objects: readonly KubeObject[], { list }: { list?: boolean } = {}): object {
  const [first] = objects;
  if (!list && objects.length === 1 && first) return first;
  return { apiVersion: "v1", kind: "List", metadata: { resourceVersion: "" }, items: objects };
}

/** YAML as `kubectl get -o yaml` writes it. */
export async function yamlText(value: object): Promise<string> {
  const { stringify } = await import("yaml");
  return stringify(value, { lineWidth: 0, aliasDuplicateObjects: false, indentSeq: false, version: "1.1" });
}

/** kind.group/name, as -o name has it. */
function nameOf({ apiVersion = "", kind = "", metadata }: KubeObject): string {
  const group = apiVersion.includes("/") ? `.${apiVersion.split("/")[0]}` : "";
  return `${kind.toLowerCase()}${group}/${metadata?.name ?? ""}`;
}
