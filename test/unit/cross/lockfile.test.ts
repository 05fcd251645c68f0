import { readFileSync } from "node:fs";
import { expect, test } from "vitest";

interface Locked {
  version: string;
  cpu?: string | string[];
  os?: string | string[];
}

// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- npm writes it
const { packages } = JSON.parse(readFileSync("package-lock.json", "utf8")) as {
  packages: Record<string, Locked>;
};

const versionsFor = (cpu: string): string[] =>
  Object.entries(packages)
    .filter(([, { os = ["linux"], ...one }]) => os.includes("linux") && one.cpu?.includes(cpu))
    .map(([path, { version }]) => `${path.replace(`linux-${cpu}`, "linux-CPU")} ${version}`)
    .toSorted();

test("every package that is of Linux on x64 is there for arm64 too, in the same version", () => {
  const onX64 = versionsFor("x64");
  expect(onX64).toContainEqual(expect.stringMatching(/^node_modules\/node-linux-CPU /));
  expect(versionsFor("arm64")).toEqual(expect.arrayContaining(onX64));
});
