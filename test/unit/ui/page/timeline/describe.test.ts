import { expect, test } from "vitest";
import { labelOf, toldOf } from "../../../../../src/ui/page/timeline/describe.ts";
import { zonesOf } from "../../../../../src/ui/page/time/words.ts";
import { at, NOW, once } from "../../../../support/ui/rows.ts";

test("a run in words: how it ended and why, when, how long it waited and ran", () => {
  const bar = {
    ago: 90,
    started: at(NOW - 60 * 60_000),
    ended: at(NOW - 30 * 60_000),
    outcome: "Failed",
    reason: "OOMKilled",
  };
  const row = once("a", "job", { message: "killed" }, bar);
  const told = toldOf(row, row.run!, { now: NOW, zones: zonesOf("UTC", "UTC") });
  expect(labelOf(row, told)).toBe(
    "job, Run 1 Failed: OOMKilled, started Tue 1 Dec, 06:42, ended Tue 1 Dec, 07:12, waited 30m, ran 30m, killed",
  );
});

test("of a run that stands still it is told when it began, and not that it runs", () => {
  const row = once("a", "job", { phase: "Suspended" }, { ago: 60, started: at(NOW - 60 * 60_000) });
  const told = toldOf(row, { ...row.run!, halted: "Suspended" }, { now: NOW, zones: zonesOf("UTC", "UTC") });
  expect(labelOf(row, told)).toBe("job, Run 1 Suspended, started Tue 1 Dec, 06:42");
});
