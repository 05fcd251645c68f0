import { expect, test } from "vitest";
import { mergeKeys } from "../../../src/crd/kustomize.ts";
import { loadVendored } from "../../../src/crd/vendor/load.ts";

const text = JSON.stringify(mergeKeys(loadVendored()));

test("each reference of the merge keys has its definition", () => {
  const named = [...text.matchAll(/"\$ref":"#\/definitions\/([\w.]+)"/g)].map(([, name = ""]) => name);
  expect(named).toContain("dev.batchtask.Container");
  expect(named.filter((name) => !text.includes(`"${name}":{`))).toEqual([]);
});

test("a list that is replaced as a whole has no key", () => {
  expect(text).toContain('"x-kubernetes-list-map-keys":["containerPort","protocol"]');
  expect(text).not.toContain('"claims"');
  expect(text).not.toContain("ephemeralContainers");
});
