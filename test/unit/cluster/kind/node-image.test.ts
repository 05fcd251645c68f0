import { expect, test } from "vitest";
import { isMadeHere, NODE_REPOSITORY } from "../../../cluster/kind/node-image.ts";

test("a node image of `npm run kind:image` is known by its name, under any tag", () => {
  expect(isMadeHere(`${NODE_REPOSITORY}:v1.37.2`)).toBe(true);
  for (const other of [undefined, "kindest/node:v1.37.0", `${NODE_REPOSITORY}-mine:1`])
    expect(isMadeHere(other)).toBe(false);
});
