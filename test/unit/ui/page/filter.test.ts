import { expect, test } from "vitest";
import { choices, countMarks, filtered } from "../../../../src/ui/page/filter.ts";
import { recordedRows } from "../../../support/ui/rows.ts";

const rows = recordedRows();
const names = (query: Record<string, string>) => filtered(rows, query).map(({ name }) => name);

test("no filter shows all, and costs no copy", () => {
  expect(filtered(rows, {})).toBe(rows);
  expect(filtered(rows, { range: "7d" })).toBe(rows);
});

test("words are looked for in names, reason and message, all of them, whatever their case", () => {
  expect(names({ text: "BILLING memory" })).toEqual(["ledger-export"]);
  expect(names({ text: "billing nothing" })).toEqual([]);
});

test("fields, and the state, all have to fit; a value that is not there fits none", () => {
  expect(names({ state: "failed", namespace: "billing" })).toEqual(["ledger-export", "refund-2231"]);
  expect(names({ policy: "gpu-team", phase: "Queued" })).toEqual(["train-ranker-wide", "sweep-lr"]);
  expect(names({ reason: "Nonsense" })).toEqual([]);
});

test("choices are what occurs, and counts are by mark", () => {
  expect(choices(rows, "namespace")).toEqual(["billing", "data-science", "platform", "web"]);
  expect(choices(rows, "policy")).toEqual(["baseline", "gpu-team"]);
  expect(countMarks(rows).get("failed")).toBe(3);
});
