import { isRecord } from "../../kube/json.ts";
import { kindOf, type Manifest } from "./manifests.ts";

/** What is told of an object of a file, with both named. */
export function inFile(manifest: Manifest, line: string): string {
  const { file, object } = manifest;
  const metadata = isRecord(object["metadata"]) ? object["metadata"] : {};
  const name = metadata["name"] ?? metadata["generateName"];
  const called = `${kindOf(manifest)}/${typeof name === "string" ? name : ""}`;
  if (line.startsWith(`${file}:`)) return `${called}: ${line}`;
  const { line: at, column } = manifest.positionOf("");
  return `${file}:${at}:${column}: ${called}: ${line}`;
}
