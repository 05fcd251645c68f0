import { expect, test } from "vitest";
import { parseDocument } from "yaml";
import { trapsOf } from "../../../../src/cli/lint/yaml-traps.ts";
import { YAML_OPTIONS } from "../../../../src/cli/input/kube-yaml.ts";

const told = (text: string) => trapsOf(parseDocument(text, YAML_OPTIONS)).map(({ message }) => message);

test("a number with a leading zero is told, but where it is the mode of a file", () => {
  expect(told("parallelism: 010")).toEqual(["010 is read as 8: write 8, or 10 if that is meant"]);
  expect(told("configMap: { defaultMode: 0755, items: [{ mode: 0400 }] }")).toEqual([]);
});
