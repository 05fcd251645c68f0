import { stripVTControlCharacters, styleText } from "node:util";
import type { BatchTask } from "../../src/api/batchtask.ts";
import type { Phase } from "../../src/api/status.ts";
import { filledInOf } from "../../src/status/filled-in.ts";
import type { Sighting } from "../examples/watcher.ts";

const HEAD = ["TASK", "PHASE", "COMPLETIONS", "DURATION", "WHAT THE GUARDRAILS CHANGED"];

type Style = Parameters<typeof styleText>[0];
const STYLES: Partial<Record<Phase, Style>> = {
  Succeeded: "green",
  Failed: "red",
  Rejected: "red",
  Unknown: "red",
  Running: "cyan",
};

/** The table of all examples, one line each, aligned. */
export function board(sightings: readonly Sighting[], color: boolean): string[] {
  const rows = sightings.map(({ name, task }) => {
    const { phase, completions, duration } = task?.status ?? {};
    const style = phase && STYLES[phase];
    return [
      name,
      style && color ? styleText(style, phase) : (phase ?? "-"),
      completions ?? "-",
      duration ?? "-",
      task ? changes(task) : "",
    ];
  });
  return aligned([HEAD, ...rows]);
}

/** "backoffLimit 1000→10, + 3 defaults" */
function changes(task: BatchTask): string {
  const { adjustments = [] } = task.status ?? {};
  const clamped = adjustments.filter(({ asked }) => asked !== undefined);
  const defaults = adjustments.length - clamped.length + filledInOf(task).length;
  const parts = clamped.map(
    ({ field, asked, applied }) => `${field.split(".").slice(-2).join(".")} ${asked}→${applied}`,
  );
  return [...parts, ...(defaults > 0 ? [`+ ${defaults} defaults`] : [])].join(", ");
}

const width = (text: string) => stripVTControlCharacters(text).length;

/** Columns two spaces apart; the last one is as long as it is. */
export function aligned(rows: readonly string[][]): string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => width(row[column] ?? ""))));
  const pad = (text: string, column: number) =>
    text + " ".repeat(Math.max(0, (widths[column] ?? 0) - width(text)));
  return rows.map((row) => row.map(pad).join("  ").trimEnd());
}
