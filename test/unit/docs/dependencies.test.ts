import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { z } from "zod";

const versions = z.record(z.string(), z.string()).default({});
const manifest = z
  .object({ dependencies: versions, devDependencies: versions, optionalDependencies: versions })
  .parse(JSON.parse(readFileSync("package.json", "utf8")));

const entry = z.object({
  dev: z.boolean().default(false),
  devOptional: z.boolean().default(false),
  optional: z.boolean().default(false),
  license: z.string().optional(),
  integrity: z.string().optional(),
  hasInstallScript: z.boolean().default(false),
});
const lock = z
  .object({ packages: z.record(z.string(), entry) })
  .parse(JSON.parse(readFileSync("package-lock.json", "utf8")));

/** Packages that `npm ci --omit=dev` installs, but for Node.js itself. */
const shipped = Object.entries(lock.packages).filter(
  ([path, { dev, devOptional, optional }]) => path !== "" && !dev && !devOptional && !optional,
);

/** Names in the first column of a section's table. */
function listed(heading: string): string[] {
  const page = readFileSync("docs/dependencies.md", "utf8");
  const section = page.split(/^## /m).find((text) => text.startsWith(`${heading}\n`)) ?? "";
  const rows = section.split("\n").filter((line) => line.startsWith("| `"));
  return rows.flatMap((row) =>
    [...(row.split("|")[1] ?? "").matchAll(/`([^`]+)`/g)].map(([, name = ""]) => name),
  );
}

test("each dependency stands on its page, in its part, and nothing else does", () => {
  expect(listed("What runs in the operator and the plugin").toSorted()).toEqual(
    Object.keys(manifest.dependencies).toSorted(),
  );
  const tools = { ...manifest.devDependencies, ...manifest.optionalDependencies };
  expect(listed("What builds, checks and tests it").toSorted()).toEqual(Object.keys(tools).toSorted());
});

test("versions are exact", () => {
  const all = { ...manifest.dependencies, ...manifest.devDependencies, ...manifest.optionalDependencies };
  expect(Object.entries(all).filter(([, version]) => !/^\d+\.\d+\.\d+$/.test(version))).toEqual([]);
});

test("what is shipped has a hash, a licence that the policy allows, and no installation script", () => {
  expect(shipped.length).toBeGreaterThan(20);
  const allowed = [
    "MIT",
    "Apache-2.0",
    "ISC",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "0BSD",
    "Unlicense",
    "PSF-2.0",
  ];
  const problems = shipped.filter(
    ([, { license = "", integrity, hasInstallScript }]) =>
      !allowed.includes(license) || integrity === undefined || hasInstallScript,
  );
  expect(problems).toEqual([]);
});

test("of all packages only the one that the page names runs an installation script", () => {
  const scripts = Object.entries(lock.packages).filter(([, { hasInstallScript }]) => hasInstallScript);
  expect(scripts.map(([path]) => path)).toEqual(["node_modules/esbuild"]);
});
