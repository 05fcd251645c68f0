import { harmless } from "../../status/harmless.ts";
import type { Finding } from "../check/finding.ts";
import type { Style } from "../output/style.ts";
import { wrap } from "../output/wrap.ts";

const WIDTH = 100;
const MARKS: Readonly<Record<Finding["level"], { mark: string; paint: keyof Style }>> = {
  ok: { mark: "ok", paint: "good" },
  warning: { mark: "warning", paint: "warning" },
  failed: { mark: "FAILED", paint: "bad" },
  unknown: { mark: "unknown", paint: "faint" },
};
const MARK_WIDTH = 9;

/** One line for each check, and what to do below those that are not well. Pure. */
export function checkText(
  findings: readonly Finding[],
  { style, width = WIDTH }: { style: Style; width: number | undefined },
): string {
  return findings
    .flatMap((finding) => lines(finding, style, width))
    .map((line) => `${line}\n`)
    .join("");
}

function lines({ check, level, message, next }: Finding, style: Style, width: number): string[] {
  const { mark, paint } = MARKS[level];
  const texts = [`${check}: ${message}`, ...(next === undefined ? [] : [`→ ${next}`])];
  const wrapped = texts.flatMap((text) => wrap(harmless(text), Math.max(20, width - MARK_WIDTH)));
  return wrapped.map(
    (line, at) =>
      (at === 0 ? style[paint](mark) + " ".repeat(MARK_WIDTH - mark.length) : " ".repeat(MARK_WIDTH)) + line,
  );
}
