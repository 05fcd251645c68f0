import { expect, test } from "vitest";
import { batchTaskSchema } from "../../../../src/crd/batchtask.ts";
import { at } from "../../../../src/crd/schema/node.ts";
import { loadVendored } from "../../../../src/crd/vendor/load.ts";
import { VOLUME_SOURCES } from "../../../../src/form/rules/volumes.ts";

test("every kind of volume that the schema has is known", () => {
  const { properties = {} } = at(batchTaskSchema(loadVendored()), "spec.template.spec.volumes").items ?? {};
  expect(VOLUME_SOURCES.toSorted()).toEqual(
    Object.keys(properties)
      .filter((name) => name !== "name")
      .toSorted(),
  );
});
