import { isMap, isScalar, isSeq, type YAMLMap } from "yaml";

/** Takes out the keys without a value below a map: they say nothing, and a custom resource does not take all of them. */
export function stripNulls(map: YAMLMap): void {
  map.items = map.items.filter(({ value }) => value !== null && !(isScalar(value) && value.value === null));
  for (const { value } of map.items) stripBelow(value);
}

function stripBelow(node: unknown): void {
  if (isMap(node)) stripNulls(node);
  if (isSeq(node)) for (const item of node.items) stripBelow(item);
}
