import { expect, test } from "vitest";
import type { Row } from "../../../../../src/ui/model/wire.ts";
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

test("runs that followed one another were not at once, however short they and the part of the axis are", () => {
  const seconds = (name: string, from: number, to: number, fields: Partial<Row> = {}) =>
    once("a", name, fields, {
      ago: 0,
      started: at(NOW + from * 1_000),
      ended: at(NOW + to * 1_000),
      outcome: "Succeeded",
    });
  const rows = [seconds("b", 0, 10), seconds("c", 10, 20), seconds("d", 20, 20), seconds("e", 30, 40)];
  const range = { from: NOW, to: NOW + 2 * HOUR };
  expect(loadOf(rows, range, { parts: 2, now: range.to })).toMatchObject({ running: [1, 0], most: 1 });
  const beside = [...rows, seconds("f", 5, 12), seconds("g", 11, 11)];
  expect(loadOf(beside, range, { parts: 2, now: range.to })).toMatchObject({ running: [3, 0], most: 3 });
});

test("what began before the axis goes on in it, and what stands still does not run", () => {
  const long = once("a", "b", {}, { ago: 600, started: at(NOW - 10 * HOUR) });
  const halted = once("a", "c", { phase: "Suspended" }, { ago: 600, started: at(NOW - 10 * HOUR) });
  const rows = [long, { ...halted, run: { ...halted.run!, halted: "Suspended" } }];
  const load = loadOf(rows, { from: NOW - HOUR, to: NOW + HOUR }, { parts: 4, now: NOW });
  expect(load).toEqual({ running: [1, 1, 1, 0], failed: [0, 0, 0, 0], most: 1 });
});
