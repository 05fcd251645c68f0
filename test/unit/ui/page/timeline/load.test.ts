import { expect, test } from "vitest";
import { loadOf } from "../../../../../src/ui/page/timeline/load.ts";
import { at, NOW, once } from "../../../../support/ui/rows.ts";

const HOUR = 3_600_000;

test("runs are counted where they went on, failures where they ended, waiting nowhere", () => {
  const row = (name: string, from: number, to: number, outcome = "Succeeded") =>
    once("a", name, {}, { ago: 0, started: at(NOW + from * HOUR), ended: at(NOW + to * HOUR), outcome });
  const rows = [
    row("b", 0.1, 2.5),
    row("c", 2.1, 2.6, "Failed"),
    once("a", "d", { phase: "Queued" }, { ago: 60 }),
  ];
  const load = loadOf(rows, { from: NOW, to: NOW + 4 * HOUR }, { parts: 4, now: NOW + 4 * HOUR });
  expect(load).toEqual({ running: [1, 1, 2, 0], failed: [0, 0, 1, 0], most: 2 });
});
