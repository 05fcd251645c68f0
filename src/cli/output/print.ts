import { type KubeObject, stripManagedFields } from "../../kube/object.ts";
import type { Context } from "../context.ts";
import type { Format } from "./format.ts";
import { objectsText } from "./objects.ts";

/** The formats of -o that print whole objects. */
export const OBJECT_FORMATS = ["json", "yaml", "name", "jsonpath"] as const;
type ObjectFormat = Format & { kind: (typeof OBJECT_FORMATS)[number] };

export function isObjectFormat(format: Format): format is ObjectFormat {
  return OBJECT_FORMATS.some((kind) => kind === format.kind);
}

/**
 * Prints objects as -o asks for, as kubectl does: without managedFields, and as a List unless one was named.
 * @param options.list a List even of one object
 */
export async function printObjects(
  { stdout }: Context,
  objects: readonly KubeObject[],
  format: ObjectFormat,
  options: { list?: boolean } = {},
): Promise<void> {
  const shown = objects.map((object) => stripManagedFields(structuredClone(object)));
  stdout.write(await objectsText(shown, format, options));
}
