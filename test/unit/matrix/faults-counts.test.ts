import { expect, test } from "vitest";
import { faultsCounts } from "../../matrix/faults-counts.ts";
import { table } from "../../faults/report/figures.ts";

const outcome = (name: string, missed: boolean): Parameters<typeof table>[0][number] => ({
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the table reads the class alone
  perturbation: { class: name } as Parameters<typeof table>[0][number]["perturbation"],
  violations: [],
  recoveryMs: 1_000,
  takeoverMs: undefined,
  missed,
});

test("what faults printed is counted: tried, violated, and without an occasion", () => {
  const figures = table([outcome("crash", false), outcome("crash", false), outcome("refuse", true)]);
  const said = [
    "seed 7",
    "VIOLATION crash/success [crash before create jobs]: quiet: a write each second",
    "VIOLATION crash/success [crash before create jobs]: progress: not Succeeded",
    figures,
  ].join("\n");
  expect(faultsCounts(said)).toEqual({
    passed: 1,
    failed: ["crash/success [crash before create jobs]"],
    skipped: { "the fault found no occasion to strike": 1 },
  });
});

test("perturbations that differ behind a colon count apart", () => {
  const said = [
    'VIOLATION restore/restored [after {"backup":true} stop]: progress: run 2: not ended',
    'VIOLATION restore/restored [after {"backup":false} stop]: quiet: a write each second',
    "VIOLATION unperturbed/success: quiet: a write each second",
  ].join("\n");
  expect(faultsCounts(said).failed).toEqual([
    'restore/restored [after {"backup":true} stop]',
    'restore/restored [after {"backup":false} stop]',
    "unperturbed/success",
  ]);
});

test("a run that ended before its table tried nothing", () => {
  expect(faultsCounts("seed 7\nError: no\n")).toEqual({ passed: 0, failed: [], skipped: {} });
});
