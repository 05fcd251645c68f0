import { expect, test } from "vitest";
import { matrixReport } from "../../matrix/report.ts";
import { type Result, sumOf, withResult } from "../../matrix/results.ts";

const RESULT: Result = {
  version: "1.30",
  store: "etcd",
  suite: "integration",
  passed: 3,
  failed: [],
  skipped: { "Kubernetes 1.30 has no successPolicy": 2 },
  seconds: 61,
  date: "2026-01-02",
  commit: "abc1234",
  quick: false,
};

test("a later run of a cell takes the place of the one before", () => {
  const later = { ...RESULT, passed: 4 };
  const other: Result = { ...RESULT, suite: "faults" };
  expect(withResult([RESULT, other], later)).toEqual([later, other]);
  expect(withResult([other], RESULT)).toEqual([other, RESULT]);
});

test("the runs of a cell are summed up, skips by their reason", () => {
  const sum = sumOf(RESULT, {
    passed: 1,
    failed: ["x"],
    skipped: { "Kubernetes 1.30 has no successPolicy": 1, "no node": 4 },
  });
  expect(sum).toEqual({
    passed: 4,
    failed: ["x"],
    skipped: { "Kubernetes 1.30 has no successPolicy": 3, "no node": 4 },
  });
});

test("the report has a line for each cell, each reason of skips once, and what failed", () => {
  const failed: Result = {
    ...RESULT,
    version: "1.37",
    store: "kine",
    failed: ["x.test.ts: y"],
    quick: true,
    skipped: {},
  };
  expect(matrixReport([failed, RESULT])).toBe(
    [
      "| Kubernetes | store | suite               | passed | failed | skipped | minutes | on         | commit    |",
      "| ---------- | ----- | ------------------- | ------ | ------ | ------- | ------- | ---------- | --------- |",
      "| 1.30       | etcd  | integration         | 3      | 0      | 2       | 2       | 2026-01-02 | `abc1234` |",
      "| 1.37       | kine  | integration (short) | 3      | 1      | 0       | 2       | 2026-01-02 | `abc1234` |",
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
