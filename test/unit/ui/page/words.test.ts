import { expect, test } from "vitest";
import { PHASES } from "../../../../src/api/status.ts";
import { markOfBar, markOfRow, needsSomebody } from "../../../../src/ui/page/words.ts";
import { once } from "../../../support/ui/rows.ts";

test("every phase of the API but Unknown has a mark of its own meaning", () => {
  const unknown = PHASES.filter((phase) => markOfRow(once("a", "b", { phase })) === "unknown");
  expect(unknown).toEqual(["Unknown"]);
});

test("a task that waits for its schedule is marked by how its latest run ended", () => {
  const row = (outcome?: string) =>
    once("a", "b", { phase: "Scheduled", run: { number: 1, ...(outcome && { outcome }) } });
  expect(markOfRow(row("Failed"))).toBe("failed");
  expect(needsSomebody(row("Failed"))).toBe(true);
  expect(markOfRow(row("Succeeded"))).toBe("ok");
  expect(markOfRow(row())).toBe("scheduled");
});

test("a run without an outcome waits until it has started", () => {
  expect(markOfBar({ number: 1, created: "2026-12-01T00:00:00Z" })).toBe("waiting");
  expect(markOfBar({ number: 1, started: "2026-12-01T00:00:00Z" })).toBe("running");
  expect(markOfBar({ number: 1, outcome: "SomethingNew" })).toBe("unknown");
  const stands = { number: 1, started: "2026-12-01T00:00:00Z" };
  expect(markOfBar({ ...stands, halted: "Suspended" })).toBe("suspended");
  expect(markOfBar({ ...stands, halted: "Queued" })).toBe("waiting");
});
