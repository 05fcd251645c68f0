import { expect, test } from "vitest";
import { compareVersions } from "../../../src/kube/resource-version.ts";

test.each([
  ["9", "10", -1],
  ["10", "10", 0],
  ["9007199254740993", "9007199254740992", 1],
  [undefined, "0", -1],
  ["garbage", "1", -1],
  ["garbage", undefined, 0],
])("resourceVersion %s against %s", (a, b, sign) => {
  expect(compareVersions(a, b)).toBe(sign);
});
