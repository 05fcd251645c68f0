import fc from "fast-check";
import { expect, test } from "vitest";
import { jobName } from "../../../src/job/job-name.ts";

const LABEL = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;
const subdomain = fc
  .array(fc.stringMatching(/^[a-z0-9]([a-z0-9-]{0,40}[a-z0-9])?$/), { minLength: 1, maxLength: 6 })
  .map((parts) => parts.join("."))
  .filter((name) => name.length <= 253);

const label = fc.stringMatching(/^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/);
const name = fc.array(label, { minLength: 1, maxLength: 5 }).map((labels) =>
  labels
    .join(".")
    .slice(0, 253)
    .replace(/[.-]+$/, ""),
);
const task = fc.record({ name, uid: fc.uuid() });
const run = fc.integer({ min: 1, max: 2 ** 31 - 1 });

test("any name, UID and run: a DNS label with room for an index, the same each time", {
  timeout: 60_000,
}, () => {
  fc.assert(
    fc.property(task, run, (task, run) => {
      const job = jobName(task, run);
      expect(`${job}-2147483647`.length).toBeLessThanOrEqual(63);
      expect(job).toMatch(/^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/);
      expect(jobName({ ...task }, run)).toBe(job);
    }),
    { numRuns: 20_000 },
  );
});

test("of two that differ in UID or run the names differ, however alike they are", { timeout: 60_000 }, () => {
  const alike = fc.tuple(name, fc.constantFrom("", ".a", "-a", "a"), fc.constantFrom("", ".a", "-a", "b"));
  fc.assert(
    fc.property(alike, fc.uuid(), fc.uuid(), fc.integer({ min: 1, max: 30 }), (names, a, b, run) => {
      fc.pre(a !== b);
      const [name, ...ends] = names;
      const all = ends.flatMap((end, task) =>
        [run, run + 1, run * 10, run * 10 + 1].map((number) =>
          jobName({ name: `${name}${end}`.slice(0, 253), uid: task === 0 ? a : b }, number),
        ),
      );
      expect(new Set(all).size).toBe(new Set([run, run + 1, run * 10, run * 10 + 1]).size * 2);
    }),
    { numRuns: 5_000 },
  );
});

test("200,000 tasks of names that are cut to the same beginning: no collision", { timeout: 60_000 }, () => {
  const names = new Set<string>();
  for (let n = 0; n < 200_000; n += 1)
    names.add(jobName({ name: `${"nightly-export-of-all-customers".repeat(3)}-${n}`, uid: `uid-${n}` }, 1));
  expect(names.size).toBe(200_000);
});

test("100,000 runs of one task: no collision", { timeout: 60_000 }, () => {
  const names = new Set<string>();
  for (let run = 1; run <= 100_000; run += 1) names.add(jobName({ name: "report", uid: "u" }, run));
  expect(names.size).toBe(100_000);
});

test("a Job's name is a DNS label, with room for any index", () => {
  fc.assert(
    fc.property(subdomain, fc.uuid(), fc.integer({ min: 1, max: 1_000_000 }), (name, uid, number) => {
      const indexed = `${jobName({ name, uid }, number)}-2147483647`;
      expect(indexed).toMatch(LABEL);
      expect(indexed.length).toBeLessThanOrEqual(63);
    }),
  );
});

test.each(["a".repeat(63), "a".repeat(253), "x.y", "1"])("the name %s gives a Job name", (name) => {
  expect(jobName({ name, uid: "u" }, 1)).toMatch(LABEL);
});

test("names differ by run, and by task even of the same name", () => {
  const names = [
    jobName({ name: "a", uid: "u1" }, 1),
    jobName({ name: "a", uid: "u1" }, 2),
    jobName({ name: "a", uid: "u2" }, 1),
  ];
  expect(new Set(names).size).toBe(3);
  expect(jobName({ name: "a", uid: "u1" }, 1)).toBe(names[0]);
});
