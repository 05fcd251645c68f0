import { expect, test } from "vitest";

test("npm ci brings the Node.js that everything runs on", () => {
  expect(Number(process.versions.node.split(".")[0])).toBeGreaterThanOrEqual(24);
});
