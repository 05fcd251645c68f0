import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { commandOf, readOptions } from "../../bench/arguments.ts";
import type { Figures } from "../../bench/measure/figures.ts";
import type { ModeName } from "../../bench/modes/index.ts";
import { outOfBound } from "../../bench/report/gate.ts";
import { judge, rowOf } from "../../bench/report/judge.ts";
import { machine } from "../../bench/report/machine.ts";
import { writePage } from "../../bench/report/markdown.ts";
import type { Measurement } from "../../bench/run-all.ts";
import type { SubjectName } from "../../bench/subjects/subject.ts";

const measured = (mode: ModeName, subject: SubjectName, round: number, figures: Figures): Measurement => ({
  mode,
  subject,
  round,
  figures,
  requests: {},
  cpu: {},
});

const WELL: Measurement[] = [
  measured("idle", "batchtask", 1, {
    briefWritesPerObject: 4,
    conflicts: 0,
    looksPerObject: 5,
    statusBytes: 1_000,
  }),
  measured("rest", "batchtask", 1, {
    heapPerObjectKb: 6,
    rssPerObjectKb: 7,
    restWrites: 0,
    restChanges: 0,
    restartChanges: 0,
  }),
];

test("a ratio is of the same round; the median of the rounds decides", () => {
  const rates = [
    [100, 50],
    [200, 40],
    [50, 30],
  ] as const;
  const results = rates.flatMap(([raw, ours], index) => [
    measured("suspended", "job", index + 1, { perSecond: raw }),
    measured("suspended", "batchtask", index + 1, { perSecond: ours }),
  ]);
  expect(judge(results).map(rowOf)).toEqual([
    ["suspended: Jobs per second, against raw Jobs", "≥ 0.28×", "0.5× (0.2–0.6)", "yes", "–"],
  ]);
});

test("beside a goal stands what the floor reaches of it, by the same ratio", () => {
  const results = [
    measured("suspended", "job", 1, { perSecond: 100 }),
    measured("suspended", "floor", 1, { perSecond: 30, jobExistsP50Ms: 80, createP50Ms: 10 }),
    measured("suspended", "batchtask", 1, { perSecond: 20, jobExistsP50Ms: 90, createP50Ms: 30 }),
  ];
  expect(judge(results).map(rowOf)).toEqual([
    ["suspended: Jobs per second, against raw Jobs", "≥ 0.28×", "0.2×", "no", "0.3×"],
    [
      "suspended: created → Job exists p50, against the p50 of the creations themselves",
      "≤ 4×",
      "3×",
      "yes",
      "8×",
    ],
  ]);
});

test("the gate lets good figures pass", () => {
  expect(outOfBound(WELL)).toEqual([]);
});

test("the gate stops a figure out of its bound, and one that was not measured", () => {
  const bad = WELL.map((one) => ({ ...one, figures: { ...one.figures, restWrites: 3 } }));
  expect(outOfBound(bad.filter(({ mode }) => mode === "rest"))).toEqual([
    "idle: operator's looks per succeeded task: not measured, bound ≤ 6",
    "idle: status of a succeeded task with all defaults: not measured, bound ≤ 1100 B",
    "idle: operator's writes per succeeded task, events included, without progress that lasted: not measured, bound ≤ 4",
    "idle: writes in conflict: not measured, bound ≤ 0",
    "operator's writes at rest: 3.00, bound ≤ 0",
  ]);
});

test("results replace what is between the marks of the page, and nothing else", () => {
  const folder = mkdtempSync(join(tmpdir(), "bench-"));
  const path = join(folder, "page.md");
  const page = readFileSync("docs/benchmark.md", "utf8");
  writeFileSync(path, page);
  const results = {
    command: "npm run bench -- --quick",
    date: "2026-01-02",
    machine: machine(),
    measurements: WELL,
  };
  writePage(path, results);
  const once = readFileSync(path, "utf8");
  writePage(path, results);
  expect(readFileSync(path, "utf8")).toBe(once);
  expect(once.slice(0, once.indexOf("<!-- results"))).toBe(page.slice(0, page.indexOf("<!-- results")));
  expect(once).toContain("Measured on 2026-01-02 by `npm run bench -- --quick` on ");
  expect(once).toMatch(/^\| operator's writes at rest +\| ≤ 0 +\| 0 +\| yes +\| – +\|$/m);
  rmSync(folder, { recursive: true });
});

test("options that can't be are refused with the option, its value and what it takes", () => {
  expect(() => readOptions(["--n", "0"])).toThrow('--n is "0": take a whole number from 1 to 100000');
  expect(() => readOptions(["--mode", "rest,nap"])).toThrow(
    '--mode has "nap": take some of suspended, pods, idle, rest, finished, memory',
  );
  expect(readOptions(["--quick", "--objects", "7"])).toMatchObject({
    modes: ["suspended", "idle", "rest"],
    subjects: ["job", "batchtask"],
    rounds: 1,
    amounts: { rest: 7 },
  });
});

test("the command of the results leaves out files, which are of one machine", () => {
  expect(commandOf(["--n", "5", "--json", "out.json", "--profile=there", "--docs", "--quick"])).toBe(
    "npm run bench -- --n 5 --quick",
  );
  expect(commandOf(["--docs"])).toBe("npm run bench");
});
