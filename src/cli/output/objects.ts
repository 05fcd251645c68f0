import { jsonText } from "../../kube/json.ts";
import type { KubeObject } from "../../kube/object.ts";
import type { Format } from "./format.ts";

/** The text of objects for -o json, yaml, name and jsonpath; several of them as a List, as kubectl has it. */
export async function objectsText(
  objects: readonly KubeObject[],
  format: Format & { kind: "json" | "yaml" | "name" | "jsonpath" },
  options: { list?: boolean } = {},
): Promise<string> {
  if (format.kind === "name") return objects.map((object) => `${nameOf(object)}\n`).join("");
  const [first] = objects;
  const value =
    !options.list && objects.length === 1 && first
      ? first
      : { apiVersion: "v1", kind: "List", metadata: { resourceVersion: "" }, items: objects };
  if (format.kind === "json") return `${jsonText(value, 4)}\n`;
  if (format.kind === "jsonpath") {
    const { jsonPathText } = await import("./jsonpath/template.ts");
    return jsonPathText(format.template, value);
  }
  return await yamlText(value);
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
