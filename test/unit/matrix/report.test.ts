import { expect, test } from "vitest";
import { matrixReport } from "../../matrix/report.ts";
import { type Result, withResult } from "../../matrix/results.ts";

const RESULT: Result = {
  version: "1.30",
  store: "etcd",
  suite: "integration",
  passed: 3,
  failed: [],
  skipped: [
    { name: "a", reason: "Kubernetes 1.30 has no successPolicy" },
    { name: "b", reason: "Kubernetes 1.30 has no successPolicy" },
  ],
  seconds: 61,
  date: "2026-01-02",
  quick: false,
};

test("a later run of a cell takes the place of the one before", () => {
  const later = { ...RESULT, passed: 4 };
  const other: Result = { ...RESULT, suite: "faults" };
  expect(withResult([RESULT, other], later)).toEqual([later, other]);
  expect(withResult([other], RESULT)).toEqual([other, RESULT]);
});

test("the report has a line for each cell, each reason of skips once, and what failed", () => {
  const failed: Result = {
    ...RESULT,
    version: "1.37",
    store: "kine",
    failed: ["x.test.ts: y"],
    quick: true,
    skipped: [],
  };
  expect(matrixReport([failed, RESULT])).toBe(
    [
      "| Kubernetes | store | suite               | passed | failed | skipped | minutes | on         |",
      "| ---------- | ----- | ------------------- | ------ | ------ | ------- | ------- | ---------- |",
      "| 1.30       | etcd  | integration         | 3      | 0      | 2       | 2       | 2026-01-02 |",
      "| 1.37       | kine  | integration (short) | 3      | 1      | 0       | 2       | 2026-01-02 |",
      "",
      "Skipped:",
      "",
      "- Kubernetes 1.30 on etcd: integration: 2, Kubernetes 1.30 has no successPolicy",
      "",
      "Failed:",
      "",
      "- Kubernetes 1.37 on kine: integration: x.test.ts: y",
    ].join("\n"),
  );
});
