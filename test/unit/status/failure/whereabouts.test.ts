import { expect, test } from "vitest";
import { whereabouts } from "../../../../src/status/failure/whereabouts.ts";
import { pod } from "./support/evidence.ts";

test("a pod's name, node and index, as far as it has them", () => {
  expect(whereabouts(pod({}))).toEqual({ pod: "p", node: "n", index: 7 });
  expect(whereabouts({ metadata: { name: "q" } })).toEqual({ pod: "q", node: undefined, index: undefined });
  expect(whereabouts(undefined).pod).toBeUndefined();
});
