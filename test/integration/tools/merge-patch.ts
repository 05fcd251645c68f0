import { isDeepStrictEqual } from "node:util";

/** The JSON merge patch (RFC 7386) from one object to another: how Argo CD writes what an action returns. */
export function mergePatch(before: object, after: object): object {
  const keys = new Set([...Object.keys(before), ...Object.keys(after)]);
  const changed = [...keys].filter((key) => !isDeepStrictEqual(valueOf(before, key), valueOf(after, key)));
  return Object.fromEntries(changed.map((key) => [key, change(valueOf(before, key), valueOf(after, key))]));
}

function change(was: unknown, is: unknown): unknown {
  return isPlain(was) && isPlain(is) ? mergePatch(was, is) : (is ?? null);
}

function valueOf(object: object, key: string): unknown {
  return Object.getOwnPropertyDescriptor(object, key)?.value;
}

function isPlain(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
