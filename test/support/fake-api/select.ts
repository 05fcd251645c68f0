import { isRecord } from "../../../src/kube/json.ts";
import { keyOf } from "../../../src/kube/object.ts";
import type { Stored } from "./kinds.ts";

export interface Selection {
  /** Equalities alone, such as "status.phase=Failed". */
  fieldSelector?: string | undefined;
  limit?: number | undefined;
}

/** The first page of what a list is asked for: by name. */
export function select(objects: Stored[], { fieldSelector, limit }: Selection): Stored[] {
  const wanted = fieldSelector?.split(",").map((one) => one.split("=")) ?? [];
  const found = objects.filter((object) =>
    wanted.every(([path = "", value]) => fieldOf(object, path) === value),
  );
  return limit === undefined
    ? found
    : found.toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1)).slice(0, limit);
}

function fieldOf(object: Stored, path: string): unknown {
  let value: unknown = object;
  for (const key of path.split(".")) value = isRecord(value) ? value[key] : undefined;
  return value;
}
