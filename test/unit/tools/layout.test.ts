import { existsSync, globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

const ROOT = join(import.meta.dirname, "..", "..", "..");
const files = (pattern: string): string[] => globSync(pattern, { cwd: ROOT }).toSorted();
const ROOMS = [
  "api",
  "text",
  "crd",
  "cron",
  "guardrails",
  "job",
  "status",
  "controllers",
  "kube",
  "operator",
  "cli",
];
/** The rooms in which each file that does something has a test of its own. */
const TESTED = ["job", "status", "controllers"];
const LONGEST_LINES = 310;

test("a test of a room is named after the source file that it tests", () => {
  const tests = ROOMS.flatMap((room) => files(`test/unit/${room}/**/*.test.ts`));
  expect(tests.length).toBeGreaterThan(100);
  const sourceOf = (path: string) =>
    path.replace("test/unit/", "src/").replace(/(\.model)?\.test\.ts$/, ".ts");
  expect(tests.filter((path) => !existsSync(join(ROOT, sourceOf(path))))).toEqual([]);
});

test("each file of the pure rooms and the controllers that does something has a test of its own", () => {
  const sources = TESTED.flatMap((room) => files(`src/${room}/**/*.ts`));
  expect(sources.length).toBeGreaterThan(50);
  const acts = sources.filter((path) =>
    /^export (async )?function /m.test(readFileSync(join(ROOT, path), "utf8")),
  );
  const testOf = (path: string) => path.replace("src/", "test/unit/").replace(/\.ts$/, ".test.ts");
  expect(acts.filter((path) => !existsSync(join(ROOT, testOf(path))))).toEqual([]);
});

test("no source file is too long to be read at once", () => {
  const long = files("src/**/*.ts").flatMap((path) => {
    const lines = readFileSync(join(ROOT, path), "utf8").split("\n").length - 1;
    return lines > LONGEST_LINES ? [`${path}: ${lines}`] : [];
  });
  expect(long).toEqual([]);
});
