import { counted } from "../../output/count.ts";
import type { Paint, Style } from "../../output/style.ts";
import { countOf, type Finding, type Report, type Severity } from "../finding.ts";

/** One line for each finding, as compilers write them, and a line that sums up. `judges`: its end. */
export function textReport(
  { findings, checked, others, convertible }: Report,
  style: Style,
  judges: string,
): string {
  const lines = findings.map((finding) => lineOf(finding, style));
  const passedOver = others > 0 ? `, ${counted(others, "object")} of other kinds passed over` : "";
  const convert =
    convertible > 0 ? ["A Job or CronJob becomes a BatchTask by `kubectl batchtask convert -f FILE`"] : [];
  return [...lines, `${summary(findings, checked, style)}${passedOver}${judges}`, ...convert]
    .map((line) => `${line}\n`)
    .join("");
}

function lineOf({ file, line, column, severity, rule, message }: Finding, style: Style): string {
  const place = style.strong(`${file}:${line}:${column}:`);
  const word = PAINTS[severity](style)(`${severity}:`);
  return `${place} ${word} ${message} ${style.faint(`[${rule}]`)}`;
}

const PAINTS: Readonly<Record<Severity, (style: Style) => Paint>> = {
  error: ({ bad }) => bad,
  warning: ({ warning }) => warning,
  note: ({ faint }) => faint,
};

function summary(findings: readonly Finding[], checked: number, style: Style): string {
  const errors = countOf(findings, "error");
  const warnings = countOf(findings, "warning");
  const checks = `${counted(checked, "object")} checked`;
  if (checked + errors + warnings === 0)
    return `${checks}: these files have no BatchTask and no BatchTaskPolicy`;
  if (errors + warnings === 0) return `${checks}: ${style.good("nothing to complain of")}`;
  return `${checks}: ${counted(errors, "error")}, ${counted(warnings, "warning")}`;
}
