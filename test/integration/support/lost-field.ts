import { isRecord } from "../../../src/kube/json.ts";
import type { BatchTaskSpec } from "../../../src/api/batchtask.ts";
import type { Client } from "../../../src/kube/client.ts";
import { ApiError } from "../../../src/kube/errors.ts";
import { isSince, NEWEST_MINOR } from "./kubernetes.ts";

/**
 * What an older API server does not have of a task's Job: the path of a field that it drops without a word, or why it
 * refuses the whole. Undefined where it keeps all of it, as the newest does.
 */
export async function lostField(client: Client, task: BatchTaskSpec): Promise<string | undefined> {
  if (isSince(NEWEST_MINOR)) return undefined;
  const { runs: _, ...spec } = task;
  const body = { apiVersion: "batch/v1", kind: "Job", metadata: { name: "asked" }, spec };
  try {
    const path = "/apis/batch/v1/namespaces/default/jobs";
    const { text } = await client.raw("POST", path, { query: { dryRun: "All" }, body });
    const stored: unknown = JSON.parse(text);
    return missing(spec, isRecord(stored) ? stored["spec"] : undefined, "spec");
  } catch (error) {
    if (error instanceof ApiError && error.status === 422) return error.message;
    throw error;
  }
}

/** The first path of what was asked for that is not there. */
function missing(asked: unknown, stored: unknown, path: string): string | undefined {
  if (isEmpty(asked)) return undefined;
  if (stored === undefined) return path;
  if (Array.isArray(asked))
    return first(
      asked.map((one, index) => [
        `${path}[${index}]`,
        one,
        Array.isArray(stored) ? stored[index] : undefined,
      ]),
    );
  if (!isRecord(asked)) return undefined;
  return first(
    Object.entries(asked).map(([name, value]) => [
      `${path}.${name}`,
      value,
      isRecord(stored) ? stored[name] : undefined,
    ]),
  );
}

function first(children: [path: string, asked: unknown, stored: unknown][]): string | undefined {
  for (const [path, asked, stored] of children) {
    const found = missing(asked, stored, path);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** What an API server may leave out though it knows the field. */
function isEmpty(value: unknown): boolean {
  if (Array.isArray(value)) return value.length === 0;
  if (isRecord(value)) return Object.keys(value).length === 0;
  return value === undefined || value === null || value === false || value === "" || value === 0;
}
