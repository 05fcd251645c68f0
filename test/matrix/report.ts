import { markdownTable } from "../support/markdown.ts";
import { nameOf } from "./cells.ts";
import { type Result, skippedOf } from "./results.ts";

const HEAD = ["Kubernetes", "store", "suite", "passed", "failed", "skipped", "minutes", "on", "commit"];

/** The results as markdown: a table, then what was skipped and why, and what failed. */
export function matrixReport(results: readonly Result[]): string {
  const sorted = results.toSorted((a, b) => nameOf(a).localeCompare(nameOf(b), "en", { numeric: true }));
  const rows = sorted.map((result) => [
    result.version,
    result.store,
    `${result.suite}${result.quick ? " (short)" : ""}`,
    String(result.passed),
    String(result.failed.length),
    String(skippedOf(result)),
    String(Math.ceil(result.seconds / 60)),
    result.date,
    `\`${result.commit}\``,
  ]);
  const parts = [
    markdownTable(HEAD, rows),
    ...listOf("Skipped", skips(sorted)),
    ...listOf("Failed", failures(sorted)),
  ];
  return parts.join("\n\n");
}

function listOf(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [`${title}:`, lines.map((line) => `- ${line}`).join("\n")];
}

/** One line for each reason of each cell. */
function skips(results: readonly Result[]): string[] {
  return results.flatMap((result) =>
    Object.entries(result.skipped).map(([reason, count]) => `${nameOf(result)}: ${count}, ${reason}`),
  );
}

function failures(results: readonly Result[]): string[] {
  return results.flatMap((result) => result.failed.map((name) => `${nameOf(result)}: ${name}`));
}
