import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { parseAllDocuments } from "yaml";
import type { BatchTaskSpec } from "../../src/api/batchtask.ts";
import { KIND } from "../../src/api/group.ts";

export const FOLDER = "deploy/examples";

interface Manifest {
  kind: string;
  spec?: BatchTaskSpec;
}

/**
 * The objects of an example's file, for `kubectl apply -f -`.
 * @param change applied to the task's spec: tests shorten what takes minutes
 */
export async function manifestsOf(name: string, change: Partial<BatchTaskSpec> = {}): Promise<string> {
  const text = await readFile(join(FOLDER, `${name}.yaml`), "utf8");
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- our own examples
  const objects = parseAllDocuments(text).map((document) => document.toJS() as Manifest);
  const items = objects.map((object) =>
    object.kind === KIND ? { ...object, spec: { ...object.spec, ...change } } : object,
  );
  return JSON.stringify({ apiVersion: "v1", kind: "List", items });
}
